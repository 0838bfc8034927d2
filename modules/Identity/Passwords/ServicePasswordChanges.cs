using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Extensions.Contracts;
using Portal.Identity.Contracts;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Identity.Domain.Credentials;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;

namespace Portal.Identity.Passwords;

/// <summary>Sets or, with an empty text, removes a service password. Opens it when wrong tries had closed it.</summary>
internal sealed record SetServicePassword(EmployeeId Employee, ServicePasswordKind Kind, string Password) : IChange<Outcome>;

internal sealed class ServicePasswordHandler(IdentityDb db, UnitOfWork unit, IMediator mediator, IAccess access, IPasswordHasher<User> hasher)
    : IRequestHandler<SetServicePassword, Outcome>, IRequestHandler<VerifyVoicePortalPin, ServicePasswordCheck>, IRequestHandler<VerifyApplicationPassword, ServicePasswordCheck>
{
    private static readonly User Nobody = new();

    public async Task<Outcome> Handle(SetServicePassword request, CancellationToken cancellationToken)
    {
        if (await mediator.Send(new FindEmployee(request.Employee), cancellationToken) is not { } employee
            || !access.Allows(IdentityModule.OwnServicePasswords, new ObjectScope(employee.CompanyId, employee.SiteId, employee.Id)))
        {
            return Outcome.NotFound;
        }

        var present = await db.ServicePasswords.SingleOrDefaultAsync(p => p.EmployeeId == employee.Id && p.Kind == request.Kind, cancellationToken);
        if (request.Password.Length == 0)
        {
            if (present is not null)
            {
                db.ServicePasswords.Remove(present);
                await db.SaveChangesAsync(cancellationToken);
            }

            return Outcome.Done;
        }

        var reason = request.Kind == ServicePasswordKind.VoicePortal ? PinRules.WhyNot(request.Password, employee.Extension) : PasswordRules.WhyNot(request.Password);
        if (reason is not null)
        {
            return Outcome.Refused(request.Kind == ServicePasswordKind.VoicePortal ? "Pin" : "Application", reason);
        }

        if (present is null)
        {
            db.ServicePasswords.Add(present = new ServicePassword { CompanyId = employee.CompanyId, EmployeeId = employee.Id, Kind = request.Kind });
        }

        (present.Hash, present.ChangedAt) = (hasher.HashPassword(Nobody, request.Password), unit.Clock.GetUtcNow());
        (present.WrongTries, present.LastWrongAt, present.LockedUntil) = (0, null, null);
        await db.SaveChangesAsync(cancellationToken);
        return Outcome.Done;
    }

    public Task<ServicePasswordCheck> Handle(VerifyVoicePortalPin request, CancellationToken cancellationToken) =>
        CheckAsync(request.Employee, ServicePasswordKind.VoicePortal, request.Pin, cancellationToken);

    public Task<ServicePasswordCheck> Handle(VerifyApplicationPassword request, CancellationToken cancellationToken) =>
        CheckAsync(request.Employee, ServicePasswordKind.Application, request.Password, cancellationToken);

    private async Task<ServicePasswordCheck> CheckAsync(EmployeeId employee, ServicePasswordKind kind, string password, CancellationToken ct)
    {
        var now = unit.Clock.GetUtcNow();
        // The row stays locked until the commit: of many guesses at once, three count.
        await db.ServicePasswords.Where(p => p.EmployeeId == employee && p.Kind == kind).ExecuteUpdateAsync(s => s.SetProperty(p => p.WrongTries, p => p.WrongTries), ct);
        if (await db.ServicePasswords.AsNoTracking().SingleOrDefaultAsync(p => p.EmployeeId == employee && p.Kind == kind, ct) is not { } kept)
        {
            return ServicePasswordCheck.NotSet;
        }

        if (kept.LockedUntil > now)
        {
            return ServicePasswordCheck.Locked;
        }

        var one = db.ServicePasswords.Where(p => p.Id == kept.Id);
        if (password.Length <= PasswordRules.Longest && hasher.VerifyHashedPassword(Nobody, kept.Hash, password) != PasswordVerificationResult.Failed)
        {
            await one.ExecuteUpdateAsync(s => s.SetProperty(p => p.WrongTries, 0), ct);
            return ServicePasswordCheck.Right;
        }

        var wrong = (kept.LastWrongAt > now - Lockout.Window ? kept.WrongTries : 0) + 1;
        var until = wrong >= Lockout.WrongTries ? now + Lockout.Duration : (DateTimeOffset?)null;
        await one.ExecuteUpdateAsync(s => s.SetProperty(p => p.WrongTries, until is null ? wrong : 0).SetProperty(p => p.LastWrongAt, now).SetProperty(p => p.LockedUntil, until), ct);
        return until is null ? ServicePasswordCheck.Wrong : ServicePasswordCheck.Locked;
    }
}
