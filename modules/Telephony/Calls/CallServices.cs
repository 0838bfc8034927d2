using Microsoft.Extensions.Logging;
using Portal.Extensions.Contracts;
using Portal.Sip;
using Portal.Telephony.Contracts;
using Portal.Telephony.Routing;

namespace Portal.Telephony.Calls;

/// <summary>What every call needs.</summary>
internal sealed record CallServices(
    CallRouting Routing, RegisteredEndpoints Endpoints, IExtensionDirectory Directory, RecordSinks Sinks, CallerPresentation Presentation, TelephonyMeter Meter,
    TelephonyOptions Options, TimeProvider Clock, ILogger<LiveCall> Log, LiveCalls Calls)
{
    /// <summary>
    /// The number inside the caller's company; with its domain where another one was addressed, which no extension has and the log can show.
    /// </summary>
    public string Dialled(SipUri uri, string domain)
    {
        var number = DialledNumber.Of(uri);
        var foreign = uri.IsSip && uri.HostAddress is null && !uri.Host.Equals(domain, StringComparison.OrdinalIgnoreCase)
            && !uri.Host.Equals(Options.AdvertisedHost, StringComparison.OrdinalIgnoreCase)
            && (Directory.KnowsDomain(uri.Host) || uri.Host.Contains('.'));
        return foreign ? $"{number}@{uri.Host.ToLowerInvariant()}" : number;
    }
}

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
