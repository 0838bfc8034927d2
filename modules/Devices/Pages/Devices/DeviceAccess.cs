using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Devices.Data;
using Portal.Devices.Domain;
using Portal.Extensions.Contracts;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;

namespace Portal.Devices.Pages.Devices;

/// <summary>Finds devices and the people they may be given to, within what the current user may reach.</summary>
internal sealed class DeviceAccess(DevicesDb db, IAccess access, IMediator mediator)
{
    public async Task<Device?> FindAsync(DeviceId id, Permission permission, CancellationToken ct) =>
        await db.Devices.SingleOrDefaultAsync(d => d.Id == id, ct) is { } device && access.Allows(permission.Key, device.Scope) ? device : null;

    /// <summary>The devices a person may see; the company filter has taken away other companies' already.</summary>
    public IQueryable<Device> Visible()
    {
        var reach = access.ListReach(DevicesModule.See.Key);
        if (reach.Everything)
        {
            return db.Devices;
        }

        // The phones of a group's members are within the reach of who administers the group.
        EmployeeId?[] people = [.. reach.Employees];
        return people.Length == 0
            ? db.Devices.Where(d => reach.Companies.Contains(d.CompanyId) || reach.Sites.Contains(d.SiteId))
            : db.Devices.Where(d => reach.Companies.Contains(d.CompanyId) || reach.Sites.Contains(d.SiteId) || people.Contains(d.EmployeeId));
    }

    /// <summary>Whose extension this is; a problem beside the field when nobody's within reach.</summary>
    public async Task<(EmployeeId? Employee, Problem? Problem)> EmployeeAsync(CompanyId company, string? extension, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(extension))
        {
            return (null, null);
        }

        var employee = await mediator.Send(new FindEmployeeByExtension(company, extension.Trim()), ct);
        return employee is not null && employee.Status != EmployeeStatus.Inactive
            && access.Allows(DevicesModule.Change.Key, new ObjectScope(company, employee.SiteId, employee.Id))
            ? (employee.Id, null)
            : (null, new Problem("Extension", T($"Nobody here has the extension {extension.Trim()}.")));
    }
}
