using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Data;
using Portal.Identity.SignIn;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;

namespace Portal.Identity.TwoStep;

/// <summary>Asks every browser of somebody for the second step again.</summary>
internal sealed record ForgetDevices(UserId User) : IChange<Outcome>;

internal sealed class ForgetDevicesHandler(IdentityDb db, CurrentUser asker) : IRequestHandler<ForgetDevices, Outcome>
{
    public async Task<Outcome> Handle(ForgetDevices request, CancellationToken cancellationToken)
    {
        if (OwnCredentials.AreClosed(asker, request.User))
        {
            return Outcome.Forbidden;
        }

        db.TrustedDevices.RemoveRange(await db.TrustedDevices.Where(d => d.UserId == request.User).ToListAsync(cancellationToken));
        await db.SaveChangesAsync(cancellationToken);
        return Outcome.Done;
    }
}
