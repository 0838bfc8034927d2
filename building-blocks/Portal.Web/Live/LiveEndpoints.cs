using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Portal.Modularity.Access;

namespace Portal.Web.Live;

public static class LiveEndpoints
{
    /// <summary>
    /// Maps the server-sent events of a topic: <c>changed</c> on a change, <c>alive</c> now and then. Ends when the session does.
    /// </summary>
    /// <param name="needs">The permission to watch; it opens the door only, since an event carries no data.</param>
    public static void MapLive<TTopic>(this IEndpointRouteBuilder routes, string pattern, string needs) where TTopic : LiveTopic =>
        routes.MapGet(pattern, (HttpContext http, TTopic topic, TimeProvider time, IHostApplicationLifetime lifetime) =>
        {
            // A proxy that buffers would hold the events back.
            http.Response.Headers["X-Accel-Buffering"] = "no";
            var session = new WatchedSession(http, needs, time);
            return TypedResults.ServerSentEvents(EventsAsync(topic, session, lifetime.ApplicationStopping, http.RequestAborted));
        }).RequireAuthorization(new NeedsAttribute(needs));

    private static async IAsyncEnumerable<SseItem<string>> EventsAsync(
        LiveTopic topic, WatchedSession session, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A page that watches must not keep the portal from stopping.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
        yield return new SseItem<string>("", "alive");
        await foreach (var changed in topic.WatchAsync(either.Token))
        {
            if (!await session.LastsAsync())
            {
                yield break;
            }

            yield return new SseItem<string>("", changed ? "changed" : "alive");
        }
    }
}
