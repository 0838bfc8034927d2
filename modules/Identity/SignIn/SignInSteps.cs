using MediatR;
using Microsoft.AspNetCore.Http;
using Portal.Identity.Domain;
using Portal.Identity.TwoStep;
using Portal.Modularity;

namespace Portal.Identity.SignIn;

/// <summary>What comes after the right password: a session, or the page that asks for the second step.</summary>
internal sealed class SignInSteps(IMediator mediator, PendingSignIns pending)
{
    /// <summary>Answers where the browser goes next.</summary>
    public async Task<string> ContinueAsync(HttpContext http, UserId user, string stamp, SecondStep next, string destination, SignInWay way, CancellationToken ct)
    {
        if (next == SecondStep.None)
        {
            PendingSignIns.End(http);
            await Session.OpenAsync(http, user, stamp, way);
            return destination;
        }

        pending.Begin(http, user, stamp, next, destination);
        if (next == SecondStep.Email)
        {
            // When too many were sent, the last one still works, and the page says how to get on.
            await mediator.Send(new SendCode(user), ct);
        }

        return next == SecondStep.SetUp ? "~/sign-in/set-up" : "~/sign-in/code";
    }
}
