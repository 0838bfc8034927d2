using Portal.Data.Isolation;
using Portal.Modularity;
using Portal.Modularity.Requests;

namespace Portal.Tenancy.Domain.Dialling;

/// <summary>What the switch and the emergency services have to know of a site; a site without a row has no limits and its own address.</summary>
internal sealed class SitePlace : ICompanyOwned, IVersioned
{
    public SiteId SiteId { get; init; }

    public CompanyId CompanyId { get; init; }

    public Guid? LocationId { get; private set; }

    /// <summary>Where help shall go; empty where it is the site's own address.</summary>
    public string EmergencyAddress { get; private set; } = "";

    /// <summary>Floor, room, entrance: how to find somebody once there.</summary>
    public string EmergencyNotes { get; private set; } = "";

    public string CallbackNumber { get; private set; } = "";

    /// <summary>Calls at a time; null for any number.</summary>
    public int? MaxCalls { get; private set; }

    /// <summary>Set by the provider after the contract; null for any number.</summary>
    public int? MaxEmployees { get; private set; }

    public int Version { get; set; }

    public PlaceSettings Settings => new(LocationId, EmergencyAddress, EmergencyNotes, CallbackNumber, MaxCalls, MaxEmployees);

    public void Apply(PlaceSettings s) =>
        (LocationId, EmergencyAddress, EmergencyNotes, CallbackNumber, MaxCalls, MaxEmployees) =
        (s.LocationId, s.EmergencyAddress, s.EmergencyNotes, s.CallbackNumber, s.MaxCalls, s.MaxEmployees);
}

/// <summary>What is set for a site's place.</summary>
internal sealed record PlaceSettings(
    Guid? LocationId = null, string EmergencyAddress = "", string EmergencyNotes = "", string CallbackNumber = "", int? MaxCalls = null, int? MaxEmployees = null)
{
    public const int MostCalls = 10_000, MostEmployees = 100_000;

    public PlaceSettings Tidied() => this with
    {
        EmergencyAddress = EmergencyAddress.Tidied(), EmergencyNotes = EmergencyNotes.Tidied(), CallbackNumber = CallbackNumber.Tidied(),
    };

    public IEnumerable<Problem> Problems()
    {
        foreach (var problem in Limits.Optional(nameof(EmergencyAddress), EmergencyAddress, 400).Concat(Limits.Optional(nameof(EmergencyNotes), EmergencyNotes, 400)))
        {
            yield return problem;
        }

        if (CallbackNumber.Length > 0 && (CallbackNumber.Length > 32 || !CallbackNumber.Any(char.IsAsciiDigit) || !CallbackNumber.All(c => char.IsAsciiDigit(c) || " +()-/.".Contains(c))))
        {
            yield return new Problem(nameof(CallbackNumber), T("Write the number in digits, for example +44 20 7946 0000."));
        }

        if (MaxCalls is < 1 or > MostCalls)
        {
            yield return new Problem(nameof(MaxCalls), T($"Give a number from 1 to {MostCalls}, or nothing for no limit."));
        }

        if (MaxEmployees is < 1 or > MostEmployees)
        {
            yield return new Problem(nameof(MaxEmployees), T($"Give a number from 1 to {MostEmployees}, or nothing for no limit."));
        }
    }
}
