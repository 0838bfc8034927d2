using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Data;
using Portal.Identity.SignIn;
using Portal.Mail;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;

namespace Portal.Identity.Passwords;

/// <summary>Sends a link to an address the asker says is theirs. Nothing changes until it is opened.</summary>
internal sealed record AskForAddress(string Address) : IChange<Outcome>;

internal sealed class AskForAddressHandler(IdentityDb db, AccountMail mail, CurrentUser asker) : IRequestHandler<AskForAddress, Outcome>
{
    public async Task<Outcome> Handle(AskForAddress request, CancellationToken cancellationToken)
    {
        if (!EmailAddress.TryParse(request.Address, out var address))
        {
            return Outcome.Refused("NewAddress", T("This is not an e-mail address. Write it like name@company.com."));
        }

        if (asker.Id is not { } id || await db.Users.SingleOrDefaultAsync(u => u.Id == id, cancellationToken) is not { } user)
        {
            return Outcome.NotFound;
        }

        if (OwnCredentials.AreClosed(asker, id))
        {
            return Outcome.Forbidden;
        }

        return await mail.ConfirmAddressAsync(user, address.Value, cancellationToken) ? Outcome.Done : Outcome.Refused("NewAddress", T("Too many links were sent. Try again in an hour."));
    }
}
