using Portal.Data.Audit;
using Portal.Data.Isolation;
using Portal.Modularity;

namespace Portal.Tenancy.Domain.Numbers;

/// <summary>What can happen to a number.</summary>
internal enum NumberHappening
{
    Added,
    Assigned,
    ReturnedToPool,
    MovedToSite,
    MovedToCompany,
    Swapped,
    MadePrimary,
    PutIntoService,
    TermsChanged,
    Released,
}

/// <summary>One line of a number's history. Stays when the number is released and belongs to the company that had it.</summary>
[NotAudited]
internal sealed class NumberEvent : ICompanyOwned
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public CompanyId CompanyId { get; init; }

    public required string E164 { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>The username at that time.</summary>
    public required string By { get; init; }

    public NumberHappening Happening { get; init; }

    /// <summary>Who or what it was about: a name as it was then, another number; empty where the happening says all.</summary>
    public string About { get; init; } = "";
}
