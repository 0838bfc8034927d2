using System.Collections.Concurrent;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Devices.Data;
using Portal.Devices.Domain;
using Portal.Devices.Pages.Devices;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Sip;
using Portal.TestHost;

namespace Portal.Devices.Tests;

/// <summary>A portal with the Devices module, its registrar listening on real sockets, and a log that can be read.</summary>
internal sealed class TestPhones : IAsyncDisposable
{
    private TestPhones(TestPortal portal, People people, Log log) => (Portal, People, Lines) = (portal, people, log);

    public TestPortal Portal { get; }

    public People People { get; }

    public Log Lines { get; }

    public IPEndPoint SipAddress => SipAddressFor(SipTransportKind.Udp);

    public IPEndPoint SipAddressFor(SipTransportKind transport) =>
        Portal.Services.GetRequiredService<SipEndpoint>().LocalEndPoints.Single(l => l.Transport == transport).Address;

    public static async Task<TestPhones> StartAsync(string? folder = null, TimeProvider? clock = null, Action<TestPortalOptions>? configure = null)
    {
        var people = new People();
        var log = new Log();
        var portal = await TestPortal.StartAsync(o =>
        {
            o.Folder = folder;
            o.Clock = clock;
            o.Log = log;
            o.Services = services =>
            {
                people.Register(services);
                services.AddSingleton(p => new SipEndpoint(
                    // The free UDP port of one test may be another's TCP port.
                    new SipEndpointOptions { SamePort = false, Listen = [new(SipTransportKind.Udp, IPAddress.Loopback, 0), new(SipTransportKind.Tcp, IPAddress.Loopback, 0)] },
                    p.GetServices<ISipRequestHandler>()));
                services.AddHostedService<Listening>();
            };
            configure?.Invoke(o);
        });
        return new TestPhones(portal, people, log);
    }

    /// <summary>What went wrong inside, for a failed test to show.</summary>
    public string Errors => string.Join("\n", Lines.All.Where(l => l.Contains("Exception")));

    public HttpClient As(Grant grant) => Portal.ClientFor(grant);

    /// <summary>Adds a device as an administrator would, and gives its password.</summary>
    public async Task<NewDevice> AddAsync(string model, string mac, string? extension, SiteId? site = null, Grant? by = null)
    {
        var outcome = await Portal.SendAsync(new AddDevice(site ?? People.London, model, mac, extension), by ?? People.AcmeAdmin);
        outcome.Problems.ShouldBeEmpty();
        return outcome.Value!;
    }

    public Task<ProvisioningRun?> LastRunAsync(DeviceId device) => Portal.AsSystemAsync(s =>
        s.GetRequiredService<DevicesDb>().Runs.AsNoTracking().Where(r => r.DeviceId == device).OrderByDescending(r => r.StartedAt).FirstOrDefaultAsync());

    public ValueTask DisposeAsync() => Portal.DisposeAsync();

    private sealed class Listening(SipEndpoint endpoint) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            endpoint.Start();
            return Task.CompletedTask;
        }

        public async Task StopAsync(CancellationToken cancellationToken) => await endpoint.DisposeAsync();
    }

    internal sealed class Log : ILoggerProvider
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IReadOnlyCollection<string> All => _lines;

        public ILogger CreateLogger(string categoryName) => new Writer(_lines);

        public void Dispose()
        {
        }

        private sealed class Writer(ConcurrentQueue<string> lines) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                lines.Enqueue(formatter(state, exception) + (exception is null ? "" : "\n" + exception));
        }
    }
}
