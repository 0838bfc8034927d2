using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Portal.Web.Metrics;

/// <summary>
/// Keeps what the meters of this portal measure: its own (<c>Portal.…</c>), the web server's and the runtime's (processor time,
/// memory, garbage collection). Listens from the start of the application on.
/// </summary>
internal sealed class MetricsListener : IDisposable
{
    private static readonly string[] Platform = ["System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];

    private readonly ConcurrentDictionary<Instrument, Instrumented> _instruments = new();
    private readonly MeterListener _listener = new();
    private readonly Lock _observing = new();
    private readonly IMeterFactory _meters;

    public MetricsListener(IMeterFactory meters)
    {
        _meters = meters;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (IsOurs(instrument.Meter))
            {
                listener.EnableMeasurementEvents(instrument, _instruments.GetOrAdd(instrument, static i => new Instrumented(i)));
            }
        };
        _listener.MeasurementsCompleted = (instrument, _) => _instruments.TryRemove(instrument, out Instrumented? _);
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, state) => ((Instrumented)state!).Measure(value, tags));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, state) => ((Instrumented)state!).Measure(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => ((Instrumented)state!).Measure(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => ((Instrumented)state!).Measure(value, tags));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, state) => ((Instrumented)state!).Measure(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => ((Instrumented)state!).Measure(value, tags));
        _listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, state) => ((Instrumented)state!).Measure((double)value, tags));
        _listener.Start();
    }

    /// <summary>Everything measured up to now, as Prometheus text.</summary>
    public string Read()
    {
        lock (_observing)
        {
            foreach (var instrument in _instruments.Values)
            {
                instrument.Forget();
            }

            try
            {
                _listener.RecordObservableInstruments();
            }
            // One gauge that throws must not hide what the others have to say; it is simply absent.
            catch (AggregateException e)
            {
                return PrometheusText.Write(_instruments.Values) + $"# {e.InnerExceptions.Count} instruments could not be read\n";
            }

            return PrometheusText.Write(_instruments.Values);
        }
    }

    // Meters of a factory belong to the application of that factory; tests run several in one process.
    private bool IsOurs(Meter meter) =>
        (meter.Scope is null || ReferenceEquals(meter.Scope, _meters))
        && (meter.Name.StartsWith("Portal.", StringComparison.Ordinal) || Platform.Contains(meter.Name));

    public void Dispose() => _listener.Dispose();
}
