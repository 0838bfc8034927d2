using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Extensions.Contracts;
using Portal.Modularity;
using Portal.Modularity.Features;
using Portal.Sip;
using Portal.Sip.Registration;
using Portal.Telephony.Contracts;
using Portal.Tenancy.Contracts;
using Portal.Testing;

namespace Portal.Telephony.Tests.Rig;

/// <summary>The Telephony module on real loopback sockets, with a directory and a location store of the test's making.</summary>
internal sealed class TestSwitch : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _counted = new();
    private readonly List<IAsyncDisposable> _guests = [];

    private TestSwitch(ServiceProvider services, People people, InMemoryLocationStore locations, Records records)
    {
        (_services, People, Locations, Records) = (services, people, locations, records);
        // Other tests have meters of the same name: only this switch's instance counts.
        var factory = services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Portal.Telephony" && ReferenceEquals(instrument.Meter.Scope, factory))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>(Count);
        _listener.SetMeasurementEventCallback<int>((i, value, tags, state) => Count(i, value, tags, state));
        _listener.Start();
    }

    public People People { get; }

    public InMemoryLocationStore Locations { get; }

    public Records Records { get; }

    public FeatureSwitches Features => _services.GetRequiredService<FeatureSwitches>();

    public Numbers Numbers => _services.GetRequiredService<Numbers>();

    public ICallRouting Routing => _services.GetRequiredService<ICallRouting>();

    public SipEndpoint Endpoint => _services.GetRequiredService<SipEndpoint>();

    public IPEndPoint Address => _services.GetRequiredService<ISipListener>().Address!;

    public static async Task<TestSwitch> StartAsync(
        TimeProvider? clock = null, Action<ModuleCatalog>? offers = null, Dictionary<string, string?>? settings = null, Action<IServiceCollection>? more = null,
        ILoggerProvider? log = null)
    {
        var people = new People();
        var locations = new InMemoryLocationStore(clock);
        var records = new Records();
        var module = new TelephonyModule();
        var services = new ServiceCollection();
        services.AddLogging(b =>
        {
            if (log is not null)
            {
                b.AddProvider(log);
            }
        });
        services.AddMetrics();
        services.AddSingleton(clock ?? TimeProvider.System);
        services.AddSingleton<IExtensionDirectory>(people);
        services.AddSingleton<Numbers>();
        services.AddSingleton<INumberDirectory>(provider => provider.GetRequiredService<Numbers>());
        services.AddSingleton<ILocationStore>(locations);
        services.AddSingleton<ICallRecordSink>(records);
        services.AddSingleton<FeatureSwitches>();
        services.AddSingleton<IFeatureAssignments>(provider => provider.GetRequiredService<FeatureSwitches>());
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(settings ?? [])
        {
            ["Sip:Address"] = "127.0.0.1",
            ["Sip:Port"] = settings?.GetValueOrDefault("Sip:Port") ?? "0",
        }).Build();
        module.Register(services, configuration);
        more?.Invoke(services);

        var catalog = new ModuleCatalog();
        module.Describe(catalog);
        offers?.Invoke(catalog);
        services.AddSingleton(catalog);

        var provider = services.BuildServiceProvider();
        var started = new TestSwitch(provider, people, locations, records);
        try
        {
            foreach (var hosted in provider.GetServices<IHostedService>())
            {
                await hosted.StartAsync(CancellationToken.None);
            }
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }

        return started;
    }

    /// <summary>A telephone of this person, registered with the switch.</summary>
    public TestPhone Phone(DirectoryEntry owner, SipTransportKind transport = SipTransportKind.Udp)
    {
        var phone = TestPhone.Start(this, owner, transport);
        _guests.Add(phone);
        var now = _services.GetRequiredService<TimeProvider>().GetUtcNow();
        var binding = new Binding
        {
            Aor = new SipUri(owner.Number, owner.Domain).ToAddressOfRecord().ToString(),
            Contact = phone.Contact,
            Flow = new SipFlow(transport, phone.Address),
            CallId = SipToken.CallId(),
            CSeq = 1,
            ExpiresAt = now.AddDays(1),
            RegisteredAt = now,
            RefreshedAt = now,
        };
        Locations.Update(binding.Aor, others => [.. others, binding]);
        return phone;
    }

    /// <summary>A telephone that has the password of this person, but no registration.</summary>
    public TestPhone Unregistered(DirectoryEntry owner)
    {
        var phone = TestPhone.Start(this, owner, SipTransportKind.Udp);
        _guests.Add(phone);
        return phone;
    }

    /// <summary>What the meter counted under this name, or under the name and one tag's value.</summary>
    public long Counted(string name, string? tag = null) => _counted.GetValueOrDefault(name + "/" + tag);

    public async Task StopAsync()
    {
        foreach (var hosted in _services.GetServices<IHostedService>())
        {
            await hosted.StopAsync(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        foreach (var guest in _guests)
        {
            await guest.DisposeAsync();
        }

        _listener.Dispose();
        await _services.DisposeAsync();
        Locations.Dispose();
    }

    private void Count(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        foreach (var key in (string?[])[null, .. tags.ToArray().Select(t => t.Value as string)])
        {
            _counted.AddOrUpdate(instrument.Name + "/" + key, value, (_, sum) => sum + value);
        }
    }
}

/// <summary>Keeps the records of finished calls.</summary>
internal sealed class Records : ICallRecordSink
{
    private readonly ConcurrentQueue<CallRecord> _records = new();

    public int Count => _records.Count;

    public void Add(CallRecord record) => _records.Enqueue(record);

    /// <summary>The record of the only call so far, as soon as it is there.</summary>
    public async Task<CallRecord> OneAsync()
    {
        await Eventually.TrueAsync(() => !_records.IsEmpty);
        return _records.ShouldHaveSingleItem();
    }

    public async Task<IReadOnlyList<CallRecord>> AllAsync(int count)
    {
        await Eventually.TrueAsync(() => _records.Count >= count);
        return [.. _records];
    }
}
