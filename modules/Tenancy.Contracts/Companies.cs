using MediatR;
using Portal.Modularity;

namespace Portal.Tenancy.Contracts;

/// <summary>Where a company stands with the provider (TE1). Only trial and active companies may make and receive calls.</summary>
public enum CompanyStatus
{
    Trial,
    Active,
    Suspended,
    Blocked,
}

/// <summary>What other modules need to know of a company.</summary>
/// <param name="SipDomain">The company's SIP domain and digest realm, lower case: <c>acme.localhost</c>. Unique.</param>
/// <param name="Country">ISO 3166-1 alpha-2; national numbers are read by it.</param>
/// <param name="TimeZone">IANA name.</param>
public sealed record CompanySummary(
    CompanyId Id, string Name, string SipDomain, string Country, string TimeZone, CompanyStatus Status)
{
    public bool MayCall => Status is CompanyStatus.Trial or CompanyStatus.Active;
}

/// <summary>Null when the company does not exist or is out of the asker's reach.</summary>
public sealed record FindCompany(CompanyId Id) : IRequest<CompanySummary?>;

/// <summary>Those of these companies that are within the asker's reach.</summary>
public sealed record LookUpCompanies(IReadOnlyCollection<CompanyId> Ids) : IRequest<IReadOnlyDictionary<CompanyId, CompanySummary>>;

/// <summary>The companies within the asker's reach, by name. Meant for switches and jobs; pages page through their own query.</summary>
public sealed record ListCompanies : IRequest<IReadOnlyList<CompanySummary>>;

/// <summary>A company was added or changed; published inside the transaction of the change.</summary>
public sealed record CompanyChanged(CompanySummary Company) : INotification;
