using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Devices.Pages.Devices;
using Portal.Extensions.Contracts;
using Portal.Modularity.Access;
using Portal.Web.Search;

namespace Portal.Devices.Search;

internal sealed class DeviceSearch(DeviceAccess devices, IExtensionDirectory directory, IMediator mediator, CurrentUser user) : ISearchSource
{
    public string Group => "Devices";

    public async Task<IReadOnlyList<SearchHit>> FindAsync(string text, int limit, CancellationToken cancellationToken)
    {
        var match = await DeviceFinder.MatchAsync(text, user.Company, mediator, cancellationToken);
        var found = await devices.Visible().AsNoTracking().Where(match).OrderBy(d => d.Mac).Take(limit).ToListAsync(cancellationToken);
        return [.. found.Select(d => new SearchHit(
            d.Address.Label,
            d.Kind.FullName + (d.EmployeeId is { } e && directory.Find(e) is { } person ? $" · {person.Number} {person.DisplayName}" : " · spare"),
            $"/devices/{d.Id}", "device-landline-phone"))];
    }
}
