using MediatR;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;

namespace Portal.Identity.Requests;

/// <summary>A group that can have administrators.</summary>
/// <param name="Level">1 at the top.</param>
/// <param name="Site">Set when the group is a site.</param>
internal sealed record AdministrableGroup(GroupId Id, CompanyId Company, string Name, int Level, SiteId? Site)
{
    public ObjectScope Scope => new(Company, Site, Group: Site is null ? Id : null);
}

/// <summary>The groups of a company within the asker's reach, in the order of the tree; the sites among them.</summary>
internal sealed class AdministrableGroups(IMediator mediator)
{
    public async Task<IReadOnlyList<AdministrableGroup>> ListAsync(CompanyId company, CancellationToken ct) =>
        [.. (await mediator.Send(new ListGroups(company), ct)).Select(Of)];

    /// <summary>Null when the company has no such group within reach.</summary>
    public async Task<AdministrableGroup?> FindAsync(CompanyId company, GroupId group, CancellationToken ct) =>
        await mediator.Send(new FindGroup(group), ct) is { } found && found.CompanyId == company ? Of(found) : null;

    private static AdministrableGroup Of(GroupSummary group) =>
        new(group.Id, group.CompanyId, group.Name, group.Level, group.IsSite ? new SiteId(group.Id.Value) : null);
}
