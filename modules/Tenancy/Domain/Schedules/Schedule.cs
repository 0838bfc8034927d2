using Portal.Data.Isolation;
using Portal.Modularity;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;

namespace Portal.Tenancy.Domain.Schedules;

/// <summary>When people are there, or which days are holidays: an object that forwarding and others refer to (TE15).</summary>
internal sealed class Schedule : ICompanyOwned, IVersioned
{
    public const int LongestName = 80, MostRules = 500, MostPerOwner = 200;

    public ScheduleId Id { get; init; } = ScheduleId.New();

    public CompanyId CompanyId { get; init; }

    /// <summary>Null: the company's, for all its sites.</summary>
    public SiteId? SiteId { get; init; }

    /// <summary>The site or the company it belongs to: within it, names are unique.</summary>
    public Guid OwnerId { get; private set; }

    public ScheduleKind Kind { get; init; }

    public string Name { get; private set; } = "";

    public string NameKey { get; private set; } = "";

    /// <summary>The holiday schedule whose days are closed in this one.</summary>
    public ScheduleId? HolidaysId { get; private set; }

    /// <summary>One rule a line, as <see cref="RuleNotation"/> writes them.</summary>
    public string Rules { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public int Version { get; set; }

    public void Apply(string name, ScheduleId? holidays, IReadOnlyList<ScheduleRule> rules)
    {
        (Name, NameKey, HolidaysId, OwnerId) = (name, name.ToLowerInvariant(), holidays, SiteId?.Value ?? CompanyId.Value);
        Rules = RuleNotation.Write(rules);
    }

    public static IEnumerable<Problem> Problems(string name, ScheduleKind kind, IReadOnlyList<ScheduleRule> rules)
    {
        foreach (var problem in Limits.Required(nameof(Name), name, LongestName, T("Give the schedule a name.")))
        {
            yield return problem;
        }

        if (rules.Count > MostRules)
        {
            yield return new Problem("", T($"A schedule holds at most {MostRules} rules; this would be {rules.Count}."));
        }

        if (rules.Any(r => (r.Effect == RuleEffect.Holiday) != (kind == ScheduleKind.Holidays)))
        {
            yield return new Problem("", T("Open hours and holidays belong into different schedules."));
        }
    }
}
