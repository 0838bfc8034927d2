using Microsoft.Extensions.Logging;
using Portal.Extensions.Contracts;
using Portal.Telephony.Contracts;
using Portal.Telephony.Routing;

namespace Portal.Telephony.Calls;

/// <summary>What every call needs.</summary>
internal sealed record CallServices(
    CallRouting Routing, RegisteredEndpoints Endpoints, IExtensionDirectory Directory, RecordSinks Sinks, CallerPresentation Presentation, TelephonyMeter Meter,
    TelephonyOptions Options, TimeProvider Clock, ILogger<LiveCall> Log);

/// <summary>Hands a finished call to everybody who keeps records; one that fails does not keep it from the others.</summary>
internal sealed class RecordSinks(IEnumerable<ICallRecordSink> sinks, ILogger<RecordSinks> log)
{
    private readonly ICallRecordSink[] _sinks = [.. sinks];

    public void Add(CallRecord record)
    {
        foreach (var sink in _sinks)
        {
            try
            {
                sink.Add(record);
            }
            // Somebody else's book-keeping must neither end the switch's work nor keep the record from the next.
            catch (Exception e)
            {
                log.LogError(e, "{Sink} could not take the record of call {Call}", sink.GetType().Name, record.Id);
            }
        }
    }
}
