using System.Collections.Frozen;

namespace Portal.Modularity.Access;

/// <summary>
/// Fills in what the grants of the current user reach right now. The request pipeline does so by itself; work that acts for
/// somebody outside a request calls it after <see cref="CurrentUser.ActFor"/>, before it opens a module's context.
/// </summary>
public interface IGrantAreas
{
    ValueTask ResolveAsync(CurrentUser user, CancellationToken cancellationToken);
}

/// <summary>Without the modules that keep companies and groups, a grant covers only what it names itself.</summary>
internal sealed class GrantAreas(IEnumerable<IOrganisation> organisations, IEnumerable<IGroupMembers> members) : IGrantAreas
{
    private readonly IOrganisation? _organisation = organisations.SingleOrDefault();
    private readonly IGroupMembers[] _members = [.. members];

    public async ValueTask ResolveAsync(CurrentUser user, CancellationToken cancellationToken)
    {
        if (_organisation is null || !user.Grants.Any(g => g.Role is Role.Partner or Role.GroupAdmin))
        {
            return;
        }

        var resolved = new Grant[user.Grants.Count];
        for (var i = 0; i < resolved.Length; i++)
        {
            var grant = user.Grants[i];
            resolved[i] = grant switch
            {
                { Role: Role.Partner, Partner: { } partner } => grant with
                {
                    Area = GrantArea.Nothing with { Companies = await _organisation.CompaniesOfAsync(partner, cancellationToken) },
                },
                { AdministeredGroup: { } group, Company: { } company } => grant with { Area = await AreaAsync(company, group, cancellationToken) },
                _ => grant,
            };
        }

        user.Resolve(resolved);
    }

    private async ValueTask<GrantArea> AreaAsync(CompanyId company, GroupId group, CancellationToken cancellationToken)
    {
        var branch = await _organisation!.BranchAsync(company, group, cancellationToken);
        if (branch.Groups.Count == 0)
        {
            return GrantArea.Nothing;
        }

        IReadOnlySet<EmployeeId> employees = FrozenSet<EmployeeId>.Empty;
        foreach (var source in _members)
        {
            var found = await source.MembersOfAsync(company, branch, cancellationToken);
            employees = employees.Count == 0 ? found : employees.Union(found).ToFrozenSet();
        }

        return new GrantArea(FrozenSet<CompanyId>.Empty, branch.Groups, branch.Sites, employees);
    }
}
