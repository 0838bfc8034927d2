using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Identity.Data;
using Portal.Identity.Domain.Credentials;
using Portal.Modularity.Requests;

namespace Portal.Identity.Passwords;

/// <summary>Sets the password with a one-time link, which is used up by it. Not found for a link that does not work.</summary>
internal sealed record SetPasswordByLink(string Token, string Password) : IChange<Outcome>;

/// <summary>Confirms an address with a one-time link; the address becomes the account's. Not found for a link that does not work.</summary>
internal sealed record ConfirmAddress(string Token) : IChange<Outcome>;

internal sealed class UseLinkHandler(IdentityDb db, UnitOfWork unit, Links links, PasswordSetting setting)
    : IRequestHandler<SetPasswordByLink, Outcome>, IRequestHandler<ConfirmAddress, Outcome>
{
    public async Task<Outcome> Handle(SetPasswordByLink request, CancellationToken cancellationToken)
    {
        if (await TakeAsync(request.Token, forPassword: true, cancellationToken) is not { } found)
        {
            return Outcome.NotFound;
        }

        // Whoever used the link reads the mailbox it was sent to.
        await links.VerifyAsync(found.User, found.Link.Address, cancellationToken);
        return (await setting.SetAsync(found.User, request.Password, mustChange: false, cancellationToken)).ToOutcome();
    }

    public async Task<Outcome> Handle(ConfirmAddress request, CancellationToken cancellationToken)
    {
        if (await TakeAsync(request.Token, forPassword: false, cancellationToken) is not { } found)
        {
            return Outcome.NotFound;
        }

        found.User.Email = found.Link.Address;
        await links.VerifyAsync(found.User, found.Link.Address, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return Outcome.Done;
    }

    // Of two posts of one link at the same moment, one changes the row.
    private async Task<(OneTimeLink Link, Domain.User User)?> TakeAsync(string token, bool forPassword, CancellationToken ct)
    {
        if (await links.FindAsync(token, forPassword, ct) is not { } found)
        {
            return null;
        }

        var now = unit.Clock.GetUtcNow();
        return await db.Links.Where(l => l.Id == found.Link.Id && l.UsedAt == null).ExecuteUpdateAsync(s => s.SetProperty(l => l.UsedAt, now), ct) == 1 ? found : null;
    }
}
