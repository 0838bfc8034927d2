using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Devices.Domain;
using Portal.Devices.Pages.Devices;
using Portal.Extensions.Contracts;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Web.Search;

namespace Portal.Devices.Search;

internal sealed class DeviceSearch(DeviceAccess devices, IExtensionDirectory directory, IMediator mediator, IAccess access, CurrentUser user) : ISearchSource
{
    public string Group => "Devices";

    public int Order => 50;

    public async Task<IReadOnlyList<SearchHit>> FindAsync(string text, int limit, CancellationToken cancellationToken)
    {
        var wanted = await DeviceFinder.ReadAsync(text, user.Company, mediator, cancellationToken);
        if (wanted.IsNothing || !access.AllowsSomewhere(DevicesModule.See.Key))
        {
            return [];
        }

        // One index each: asked in one condition, the database would look at every telephone there is.
        var visible = devices.Visible().AsNoTracking();
        var found = new List<Device>();
        if (wanted.Employee is { } owner)
        {
            EmployeeId? wearer = owner;
            found.AddRange(await visible.Where(d => d.EmployeeId == wearer).OrderBy(d => d.Mac).Take(limit).ToListAsync(cancellationToken));
        }

        if (wanted.Hex is { } hex && found.Count < limit)
        {
            found.AddRange(await visible.Where(d => d.Mac.Contains(hex)).OrderBy(d => d.Mac).Take(limit).ToListAsync(cancellationToken));
        }

        foreach (var model in wanted.Models.TakeWhile(_ => found.Count < limit))
        {
            found.AddRange(await visible.Where(d => d.Model == model).OrderBy(d => d.Mac).Take(limit).ToListAsync(cancellationToken));
        }

        return [.. found.DistinctBy(d => d.Id).Take(limit).Select(d => new SearchHit(
            d.Address.Label,
            d.Kind.FullName + (d.EmployeeId is { } e && directory.Find(e) is { } person ? $" · {person.Number} {person.DisplayName}" : " · " + T("spare")),
            $"/devices/{d.Id}", "device-landline-phone"))];
    }
}
