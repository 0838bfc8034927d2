using Portal.Sip;
using Portal.Sip.Authentication;
using Portal.Sip.Registration;

namespace Portal.Benchmarks;

/// <summary>What a registration and a call hold in memory: the live heap before and after very many of them.</summary>
internal static class MemoryHeld
{
    private const int Registrations = 100_000, Calls = 1_000;

    public static async Task ReportAsync(TextWriter output)
    {
        var call = await OfCallsAsync();
        await output.WriteLineAsync($"a call, both legs: {call:N0} octets (of {Calls:N0})");
        var registration = await OfRegistrationsAsync();
        await output.WriteLineAsync($"a registration: {registration:N0} octets (of {Registrations:N0})");
    }

    private static async Task<long> OfRegistrationsAsync()
    {
        var wire = new Wire();
        // Answers kept for repeats would be counted too: they go after 32 s whatever registers, so they are not a registration's.
        using var store = new InMemoryLocationStore();
        await using var endpoint = new SipEndpoint(new SipEndpointOptions { Transports = [wire], Timers = new SipTimers { T1 = TimeSpan.FromMilliseconds(10) } }, [new OpenRegistrar(new Registrar(store))]);
        endpoint.Start();
        var before = await SettledAsync(endpoint);
        for (var i = 0; i < Registrations; i++) wire.Receive(Messages.Register($"u{i}", i + 1), wire.From(1024 + i % 60_000));
        var after = await SettledAsync(endpoint);
        if (store.Count != Registrations) throw new InvalidOperationException($"{store.Count} registrations instead of {Registrations}.");
        GC.KeepAlive(store);
        return (after - before) / Registrations;
    }

    private static async Task<long> OfCallsAsync()
    {
        var wire = new Wire();
        var calls = new TwoLegs();
        await using var endpoint = new SipEndpoint(new SipEndpointOptions { Transports = [wire], Timers = new SipTimers { T1 = TimeSpan.FromMilliseconds(10) } }, [calls]);
        endpoint.Start();
        var before = await SettledAsync(endpoint);
        var phone = new AnsweringPhone(wire);
        wire.Sent = phone.Take;
        for (var i = 0; i < Calls; i++) wire.Receive(Messages.Invite(i), wire.From(5062));
        await phone.Answered(Calls);
        wire.Sent = null;
        var after = await SettledAsync(endpoint);
        if (endpoint.Live.Dialogs != 2 * Calls) throw new InvalidOperationException($"{endpoint.Live.Dialogs} dialogs instead of {2 * Calls}.");
        return (after - before) / Calls;
    }

    /// <summary>The live heap once the transactions are gone: with a T1 of 10 ms that is within a second.</summary>
    private static async Task<long> SettledAsync(SipEndpoint endpoint)
    {
        for (var i = 0; i < 200 && endpoint.Live is not (0, 0, _); i++) await Task.Delay(50);
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private sealed class OpenRegistrar(Registrar registrar) : ISipRequestHandler
    {
        public string Method => SipMethod.Register;
        public bool RunsInline => true;

        public ValueTask HandleAsync(SipServerTransaction transaction, CancellationToken cancellation)
        {
            transaction.Respond(registrar.Process(transaction, transaction.Request.To.Uri.ToAddressOfRecord().ToString()));
            return default;
        }
    }
}
