using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Data.Outbox;
using Portal.Devices.Data;
using Portal.Devices.Domain;
using Portal.Devices.Provisioning;
using Portal.Devices.Registrations;
using Portal.Extensions.Contracts;
using Portal.Sip;
using Portal.Sip.Registration;

namespace Portal.Devices.Resync;

/// <summary>Outbox message: ask a phone to read its configuration again.</summary>
internal sealed record ResyncPhone(Guid Device);

/// <summary>
/// Sends NOTIFY <c>Event: check-sync</c> through the flow the phone registered by: behind a NAT there is no other way to it.
/// A phone that is not registered needs nothing, since it reads its files when it starts.
/// </summary>
internal sealed class ResyncPhoneSender(
    DevicesDb db, IExtensionDirectory directory, ILocationStore locations, IServiceProvider services, ILogger<ResyncPhoneSender> log)
    : IOutboxHandler<ResyncPhone>
{
    // The outbox sends one message after another; a phone that is asleep must not hold up the others.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public async Task SendAsync(ResyncPhone message, CancellationToken ct)
    {
        var device = await db.Devices.AsNoTracking().SingleOrDefaultAsync(d => d.Id == new DeviceId(message.Device), ct);
        if (device?.EmployeeId is not { } employee || directory.Find(employee) is not { } extension
            || services.GetService<SipEndpoint>() is not { } endpoint)
        {
            return;
        }

        var vendor = device.Kind.Vendor;
        // A registration doesn't say which MAC it comes from, so every phone of this make on the line is asked; a softphone is not.
        foreach (var binding in locations.Find(Aors.Of(extension).ToString()).Where(b => PhoneUserAgent.Read(b.UserAgent).Vendor == vendor))
        {
            await NotifyAsync(endpoint, extension, binding, vendor, ct);
        }
    }

    private async Task NotifyAsync(SipEndpoint endpoint, DirectoryEntry extension, Binding binding, Vendor vendor, CancellationToken ct)
    {
        var request = CheckSync(endpoint, extension, binding, vendor);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        SipResponse answer;
        try
        {
            answer = await endpoint.SendRequestAsync(request, binding.Flow, patience.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"The phone of {extension.Aor} did not answer within {Patience.TotalSeconds:0} s.");
        }

        if (answer.IsLocallyGenerated)
        {
            throw new IOException($"The phone of {extension.Aor} could not be reached ({answer.StatusCode} {answer.Reason}).");
        }

        if (!answer.IsSuccess)
        {
            // No RFC defines check-sync: a phone may refuse and do it all the same, so asking again helps nobody.
            log.LogInformation("The phone of {Aor} answered {Status} to check-sync", extension.Aor, answer.StatusCode);
        }
    }

    internal static SipRequest CheckSync(SipEndpoint endpoint, DirectoryEntry extension, Binding binding, Vendor vendor)
    {
        var request = SipRequest.Create(SipMethod.Notify, binding.Contact,
            new NameAddr(new SipUri("portal", extension.Domain)), new NameAddr(Aors.Of(extension)));
        foreach (var route in binding.Path)
        {
            request.Headers.Add(SipHeaderName.Route, route);
        }

        request.Headers.Add(SipHeaderName.Contact, new NameAddr(endpoint.ContactFor(binding.Flow, "portal")).ToString());
        // Yealink reboots unless told not to; Polycom reads again and decides by itself, and takes no parameter.
        request.Headers.Add(SipHeaderName.Event, vendor == Vendor.Yealink ? "check-sync;reboot=false" : "check-sync");
        return request;
    }
}

/// <summary>A name or extension on a phone's display has changed: the phones of that person are asked to read again.</summary>
internal sealed class ResyncOnEmployeeChange(DevicesDb db, IOutbox outbox, ILocationStore locations, IExtensionDirectory directory, Portal.Data.UnitOfWork unit)
    : INotificationHandler<EmployeeChanged>
{
    public async Task Handle(EmployeeChanged notification, CancellationToken cancellationToken)
    {
        var employee = notification.Employee;
        var devices = await db.Devices.AsNoTracking().Where(d => d.EmployeeId == employee.Id).Select(d => d.Id).ToListAsync(cancellationToken);
        foreach (var device in devices)
        {
            await outbox.AddAsync(new ResyncPhone(device.Value), cancellationToken);
        }

        if (employee.Status == EmployeeStatus.Inactive && directory.Find(employee.Id) is { } extension)
        {
            // Who has left is not to be reached any more; waiting for the registration to run out would take up to an hour.
            unit.AfterCommit(_ =>
            {
                locations.Update(Aors.Of(extension).ToString(), _ => []);
                return Task.CompletedTask;
            });
        }
    }
}
