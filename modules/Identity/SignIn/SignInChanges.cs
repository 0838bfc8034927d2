using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Identity.Domain.Credentials;
using Portal.Identity.Passwords;
using Portal.Identity.TwoStep;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;

namespace Portal.Identity.SignIn;

/// <summary>Whether somebody below may sign in (ID5), and whether it takes a second step. Forbidding it ends their sessions. The last operator always may.</summary>
internal sealed record SetSignIn(UserId User, bool Allowed, bool SecondStep) : IChange<Outcome>;

/// <summary>Somebody below has lost app and recovery codes: the second step is taken off until they set up another.</summary>
internal sealed record ResetSecondStep(UserId User) : IChange<Outcome>;

/// <summary>What a company demands of everyone who signs in.</summary>
internal sealed record SetSignInRules(CompanyId Company, bool SecondStep) : IChange<Outcome>;

internal sealed class SignInChangesHandler(IdentityDb db, Below below, AccountPowers powers, IMediator mediator, IAccess access, UserManager<User> users)
    : IRequestHandler<SetSignIn, Outcome>, IRequestHandler<ResetSecondStep, Outcome>, IRequestHandler<SetSignInRules, Outcome>
{
    public async Task<Outcome> Handle(SetSignIn request, CancellationToken cancellationToken)
    {
        if (await below.FindAsync(request.User, cancellationToken) is not { } found)
        {
            return Outcome.NotFound;
        }

        if (!found.MayManage)
        {
            return Below.Refused;
        }

        var id = found.User.Id;
        if (!request.Allowed && !found.User.Disabled)
        {
            if (await db.Grants.AnyAsync(g => g.UserId == id && g.Role == Role.Operator, cancellationToken) && await powers.IsLastOperatorAsync(id, cancellationToken))
            {
                return Outcome.Refused("Allowed", T("This is the last operator: somebody must be able to run the platform."));
            }

            // Allowed again later, nobody is signed in by that alone.
            db.Sessions.RemoveRange(await db.Sessions.Where(s => s.UserId == id || s.SupporterId == id).ToListAsync(cancellationToken));
        }

        (found.User.Disabled, found.User.SecondStepDemanded) = (!request.Allowed, request.SecondStep);
        await db.SaveChangesAsync(cancellationToken);
        return Outcome.Done;
    }

    public async Task<Outcome> Handle(ResetSecondStep request, CancellationToken cancellationToken)
    {
        if (await below.FindAsync(request.User, cancellationToken) is not { } found)
        {
            return Outcome.NotFound;
        }

        if (!found.MayManage)
        {
            return Below.Refused;
        }

        if (!found.User.Disabled)
        {
            await mediator.Send(new EndSecondStep(found.User.Id), cancellationToken);
        }

        db.Passkeys.RemoveRange(await db.Passkeys.Where(p => p.UserId == found.User.Id).ToListAsync(cancellationToken));
        // Whoever found the telephone may be signed in with it.
        await users.UpdateSecurityStampAsync(found.User);
        return Outcome.Done;
    }

    public async Task<Outcome> Handle(SetSignInRules request, CancellationToken cancellationToken)
    {
        if (!access.Allows(IdentityModule.ChangeRules, new ObjectScope(request.Company)))
        {
            return Outcome.NotFound;
        }

        var rules = await db.SignInRules.SingleOrDefaultAsync(r => r.Id == request.Company, cancellationToken);
        if (rules is null)
        {
            db.SignInRules.Add(rules = new SignInRules { Id = request.Company });
        }

        rules.SecondStep = request.SecondStep;
        await db.SaveChangesAsync(cancellationToken);
        return Outcome.Done;
    }
}
