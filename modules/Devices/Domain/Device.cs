using Portal.Data.Activity;
using Portal.Data.Audit;
using Portal.Data.Isolation;
using Portal.Modularity;
using Portal.Modularity.Access;

namespace Portal.Devices.Domain;

/// <summary>A telephone of a company: what it is, whose it is, and how it proves itself when it fetches its configuration.</summary>
[PartOf(nameof(EmployeeId))]
[Provisioning("Device", Name = nameof(Mac), Changes = "Model,EmployeeId,SiteId")]
internal sealed class Device : ICompanyOwned, IVersioned
{
    public DeviceId Id { get; init; } = DeviceId.New();

    public CompanyId CompanyId { get; init; }

    public SiteId SiteId { get; set; }

    /// <summary>A key of <see cref="PhoneModels"/>.</summary>
    public required string Model { get; set; }

    /// <summary>12 lower-case hex digits; unique over all companies, since a phone has only its MAC to say who it is.</summary>
    public required string Mac { get; init; }

    /// <summary>Whose phone it is; null for a spare one.</summary>
    public EmployeeId? EmployeeId { get; set; }

    /// <summary>What the phone logs in with to fetch its files: digest hashes, protected with the portal's keys.</summary>
    [Sensitive]
    public required string Secret { get; set; }

    /// <summary>When the provisioning password was made.</summary>
    public DateTimeOffset SecretAt { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public int Version { get; set; }

    public PhoneModel Kind => PhoneModels.Find(Model) ?? throw new InvalidOperationException($"Device {Id} has the unknown model {Model}.");

    public MacAddress Address => MacAddress.Parse(Mac);

    public ObjectScope Scope => new(CompanyId, SiteId, EmployeeId);
}
