using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Portal.Sip.Tracing;

namespace Portal.Sip.Interop.Tests;

/// <summary>
/// What real peers say, one message of each kind, for the fuzzer to break (<c>tests/Portal.Sip.Tests/traffic</c>). Written where
/// <c>PORTAL_RECORD_TRAFFIC</c> names a folder; digest answers are blotted out.
/// </summary>
internal sealed partial class Traffic
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("PORTAL_RECORD_TRAFFIC");

    private readonly ConcurrentDictionary<string, bool> _calls = new();

    public SipTrace? Trace { get; } = Folder is null ? null : new SipTrace();

    public void Saw(string callId)
    {
        if (Trace is not null) _calls[callId] = true;
    }

    public void Write()
    {
        if (Folder is null || Trace is null) return;
        Directory.CreateDirectory(Folder);
        foreach (var traced in _calls.Keys.SelectMany(Trace.Find).Where(traced => traced.Direction == TraceDirection.In))
        {
            if (traced.Read() is not { } message) continue;
            var path = Path.Combine(Folder, NameOf(message, traced.Flow) + ".dat");
            if (!File.Exists(path)) File.WriteAllBytes(path, Encoding.Latin1.GetBytes(DigestAnswer().Replace(Encoding.Latin1.GetString(traced.Octets.Span), Blot)));
        }
    }

    private static string NameOf(SipMessage message, SipFlow flow)
    {
        var agent = message.Headers[SipHeaderName.UserAgent] ?? message.Headers["Server"] ?? "plain";
        var what = message is SipResponse response ? $"{response.StatusCode}-{response.CSeq.Method}" : ((SipRequest)message).Method;
        List<string> parts = [Word().Match(agent).Value, what, flow.TransportName];
        if (message is SipRequest { To.Tag: not null }) parts.Add("inside");
        if (message.Headers.Contains(SipHeaderName.Authorization) || message.Headers.Contains(SipHeaderName.ProxyAuthorization)) parts.Add("proven");
        if (message.Headers.CountOf(SipHeaderName.Via) > 1) parts.Add("proxied");
        if (message.BodyText.Contains("a=sendonly") || message.BodyText.Contains("a=inactive")) parts.Add("hold");
        return string.Join('-', parts).ToLowerInvariant();
    }

    private static string Blot(Match answer) => answer.Groups[1].Value + new string('0', answer.Groups[2].Length) + "\"";

    [GeneratedRegex("(response=\")([0-9a-fA-F]+)\"")]
    private static partial Regex DigestAnswer();

    [GeneratedRegex("[A-Za-z]+")]
    private static partial Regex Word();
}
