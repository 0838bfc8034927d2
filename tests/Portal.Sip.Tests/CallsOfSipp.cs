using System.Net;
using Portal.Sip.Proxying;
using Portal.Testing;
using Portal.Testing.Peers;
using static Portal.Sip.Tests.SippScript;

namespace Portal.Sip.Tests;

/// <summary>Calls of sipp to one server that proxies or joins them, over real sockets.</summary>
public abstract class CallsOfSipp
{
    /// <summary>One server that proxies, or joins, every call to the same telephones.</summary>
    private protected sealed class Server : IProxyRouting, IAsyncDisposable
    {
        public SipEndpoint Endpoint { get; }
        public Joining? Joining { get; }
        public List<int> Telephones { get; } = [];

        public Server(bool proxies, SessionTimerOptions? timer = null, int? transferTo = null)
        {
            Joining = proxies ? null : new Joining(() => [.. Telephones.Select(Flow)], timer) { TransferTo = transferTo is { } port ? () => Flow(port) : null };
            Endpoint = new SipEndpoint(
                new SipEndpointOptions { Listen = [new(SipTransportKind.Udp, IPAddress.Loopback, 0)], MinSessionExpires = TimeSpan.FromSeconds(1) }, Joining is null ? [] : [Joining]);
            if (proxies) Endpoint.Add(new SipProxy(this, new SipProxyOptions { MaxRedirects = 2 }));
            Endpoint.Start();
        }

        public string Address => Endpoint.LocalEndPoints[0].Address.ToString();

        public ValueTask<ProxyRoute?> RouteAsync(SipServerTransaction transaction, CancellationToken cancellation) =>
            new(ProxyRoute.To([.. Telephones.Select(port => new ProxyTarget(new SipUri("2002", "127.0.0.1", port), Flow(port)))]));

        private static SipFlow Flow(int port) => new(SipTransportKind.Udp, new IPEndPoint(IPAddress.Loopback, port));

        /// <summary>Nothing of the calls is left.</summary>
        public async Task IsEmptyAsync(int calls)
        {
            if (Joining is { } joining) await Eventually.TrueAsync(() => joining.Ended == calls);
            Endpoint.Live.Dialogs.ShouldBe(0);
        }

        public ValueTask DisposeAsync() => Endpoint.DisposeAsync();
    }

    private protected static Task<Sipp> TelephoneAsync(int calls, params IEnumerable<string> steps) => Sipp.StartAsync(new SippRun(Scenario(steps)) { Calls = calls });

    private protected static async Task CallAsync(Server server, int calls, params IEnumerable<string> steps)
    {
        var result = await Sipp.RunAsync(new SippRun(Scenario(steps), server.Address) { Calls = calls, Rate = 20 });
        result.Successful.ShouldBe(calls, result.ToString());
    }

    private protected static async Task<SippResult> FinishedAsync(Sipp sipp, int calls)
    {
        var result = await sipp.FinishAsync();
        result.Successful.ShouldBe(calls, result.ToString());
        return result;
    }
}
