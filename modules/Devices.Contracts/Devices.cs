using MediatR;
using Portal.Modularity;

namespace Portal.Devices.Contracts;

/// <summary>Where a telephone is.</summary>
/// <param name="Mac">As on the label: <c>00:15:65:00:20:01</c>.</param>
/// <param name="Employee">Null: a spare one of the site.</param>
public sealed record DeviceLocation(Guid Device, string Mac, string Model, CompanyId Company, SiteId Site, EmployeeId? Employee);

/// <summary>
/// The telephone with this MAC address, however it is written, of whatever company: a MAC address is unique on the platform. Whoever
/// asks decides what of the answer the person may read. Null: no such telephone, or no MAC address.
/// </summary>
public sealed record LocateDevice(string Mac) : IRequest<DeviceLocation?>;
