using MediatR;
using Microsoft.Extensions.Logging;
using Portal.Data;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Sip.Registration;

namespace Portal.Devices.Registrations;

/// <summary>Ends one registration. The phone may register again when it likes.</summary>
internal sealed record RemoveRegistration(string Key) : IChange<Outcome>;

internal sealed class RemoveRegistrationHandler(
    LiveRegistrations registrations, ILocationStore locations, IAccess access, UnitOfWork unit, ILogger<RemoveRegistrationHandler> log)
    : IRequestHandler<RemoveRegistration, Outcome>
{
    public Task<Outcome> Handle(RemoveRegistration request, CancellationToken cancellationToken)
    {
        if (registrations.Find(request.Key) is not { } found || !access.Allows(DevicesModule.RemoveRegistrations.Key, found.Scope))
        {
            return Task.FromResult(Outcome.NotFound);
        }

        locations.Update(found.Binding.Aor, bindings => [.. bindings.Where(b => new Registration(b, found.Extension).Key != request.Key)]);
        log.LogInformation("{User} removed the registration of {Aor} at {Address}", unit.User.Name, found.Extension.Aor, found.Address);
        return Task.FromResult(Outcome.Done);
    }
}
