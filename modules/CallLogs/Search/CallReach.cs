using Portal.CallLogs.Domain;
using Portal.Modularity.Access;

namespace Portal.CallLogs.Search;

/// <summary>Which calls somebody may see: a company's, those of a site's people, or the own ones.</summary>
internal static class CallReach
{
    /// <summary>The company filter of the context stands before this, so a company administrator needs no further condition.</summary>
    public static IQueryable<LoggedCall> Within(this IQueryable<LoggedCall> calls, Reach reach)
    {
        if (reach.Everything)
        {
            return calls;
        }

        if (reach.Companies.Count > 0)
        {
            return calls.Where(c => reach.Companies.Contains(c.CompanyId));
        }

        // One own line is three equalities, each with an index; a group's members are a list.
        var touching = AnyOf.Join(reach.Sites.Select(Directions.Touching)
            .Concat(reach.Employees.Count > 1 ? [Directions.Touching(reach.Employees)] : reach.Employees.Select(Directions.Touching)));
        return touching is null ? calls.Where(c => false) : calls.Where(touching);
    }

    /// <summary>True when at least one party of the call is within the asker's reach.</summary>
    public static bool MaySee(this IAccess access, string permission, LoggedCall call) =>
        call.Parties.Any(p => access.Allows(permission, new ObjectScope(call.CompanyId, p.Site, p.Employee)));
}
