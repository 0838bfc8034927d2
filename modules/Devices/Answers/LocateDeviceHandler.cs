using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data.Isolation;
using Portal.Devices.Contracts;
using Portal.Devices.Data;
using Portal.Devices.Domain;

namespace Portal.Devices.Answers;

internal sealed class LocateDeviceHandler(SystemWork system) : IRequestHandler<LocateDevice, DeviceLocation?>
{
    public async Task<DeviceLocation?> Handle(LocateDevice request, CancellationToken cancellationToken)
    {
        if (!MacAddress.TryParse(request.Mac, out var mac))
        {
            return null;
        }

        var hex = mac.Value.Hex;
        await using var scope = system.Begin("search tool: MAC address");
        return await scope.ServiceProvider.GetRequiredService<DevicesDb>().Devices.AsNoTracking().SingleOrDefaultAsync(d => d.Mac == hex, cancellationToken) is { } device
            ? new DeviceLocation(device.Id.Value, device.Address.Label, device.Kind.FullName, device.CompanyId, device.SiteId, device.EmployeeId)
            : null;
    }
}
