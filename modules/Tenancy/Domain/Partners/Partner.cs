using Portal.Data.Isolation;
using Portal.Modularity;
using Portal.Tenancy.Contracts;

namespace Portal.Tenancy.Domain.Partners;

/// <summary>A reseller who looks after companies (ID6). Belongs to the platform: only operators see the record.</summary>
internal sealed class Partner : IVersioned
{
    public const int LongestName = 100;

    public PartnerId Id { get; init; } = PartnerId.New();

    public string Name { get; private set; } = "";

    /// <summary>The name in lower case: unique.</summary>
    public string NameKey { get; private set; } = "";

    public string Notes { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public int Version { get; set; }

    public void Change(string name, string notes) => (Name, NameKey, Notes) = (name, name.ToLowerInvariant(), notes);

    public PartnerSummary ToSummary() => new(Id, Name);
}
