using MediatR;
using Portal.Modularity;

namespace Portal.Tenancy.Contracts;

/// <summary>What other modules need to know of a site.</summary>
/// <param name="TimeZone">IANA name; a site may lie in another zone than its company.</param>
public sealed record SiteSummary(SiteId Id, CompanyId CompanyId, string Name, string TimeZone);

/// <summary>Null when the site does not exist or is out of the asker's reach.</summary>
public sealed record FindSite(SiteId Id) : IRequest<SiteSummary?>;

/// <summary>The sites of one company within the asker's reach, by name; of all companies when <paramref name="Company"/> is null.</summary>
public sealed record ListSites(CompanyId? Company) : IRequest<IReadOnlyList<SiteSummary>>;

/// <summary>Those of these sites that are within the asker's reach.</summary>
public sealed record LookUpSites(IReadOnlyCollection<SiteId> Ids) : IRequest<IReadOnlyDictionary<SiteId, SiteSummary>>;

/// <summary>The first sites within the asker's reach whose name holds the text, by name. The text is taken literally; case does not matter.</summary>
public sealed record FindSitesByName(string Text, int Limit) : IRequest<IReadOnlyList<SiteSummary>>;

/// <summary>A site was added or changed; published inside the transaction of the change.</summary>
public sealed record SiteChanged(SiteSummary Site) : INotification;
