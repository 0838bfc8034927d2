using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Extensions.Contracts;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain;
using Portal.Tenancy.Pages.Sites;
using Portal.Web;

namespace Portal.Tenancy.Features;

/// <summary>A site or employee as the pages of features meet it.</summary>
internal sealed record HolderView(FeatureHolder Holder, ObjectScope At, string Name, Subject Subject, string Address);

/// <summary>Finds the site or employee behind an id, within the asker's reach.</summary>
internal sealed class Holders(TenancyDb db, IMediator mediator, IAccess access)
{
    /// <summary>Null when it does not exist or the permission does not reach it.</summary>
    public async Task<HolderView?> FindAsync(FeatureHolder holder, string permission, CancellationToken ct)
    {
        var found = holder.Scope == FeatureScope.Site ? await SiteAsync(holder.Site, ct) : await EmployeeAsync(holder.Employee, ct);
        return found is not null && access.Allows(permission, found.At) ? found : null;
    }

    /// <summary>
    /// Feature by feature, group administrators decide for the sites they administer, and for the employees of those; not for
    /// members of a group that is no site.
    /// </summary>
    public bool MayAssign(ObjectScope at) => access.Allows(TenancyModule.AssignFeatures, at with { Employee = null });

    private async Task<HolderView?> SiteAsync(SiteId id, CancellationToken ct) =>
        await db.Sites.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct) is { } site
            ? new HolderView(FeatureHolder.Of(id), new ObjectScope(site.CompanyId, site.Id), site.Name, site.Subject(), $"/sites/{id}")
            : null;

    private async Task<HolderView?> EmployeeAsync(EmployeeId id, CancellationToken ct)
    {
        if (await mediator.Send(new FindEmployee(id), ct) is not { } employee)
        {
            return null;
        }

        var site = await db.Sites.AsNoTracking().Where(s => s.Id == employee.SiteId).Select(s => s.Name).SingleOrDefaultAsync(ct);
        return new HolderView(
            FeatureHolder.Of(id), new ObjectScope(employee.CompanyId, employee.SiteId, id), employee.FullName,
            Subject.Employee(id, employee.CompanyId, employee.SiteId, employee.FullName, site is null ? employee.Extension : $"{employee.Extension} · {site}"),
            $"/employees/{id}");
    }
}
