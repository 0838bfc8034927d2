using System.Text.Json;

namespace Portal.Testing.Peers;

/// <summary>Something that happened in a <see cref="Baresip"/> phone.</summary>
/// <param name="Type">Baresip's own name: <c>REGISTER_OK</c>, <c>REGISTER_FAIL</c>, <c>CALL_INCOMING</c>, <c>CALL_RINGING</c>,
/// <c>CALL_PROGRESS</c>, <c>CALL_ESTABLISHED</c>, <c>CALL_CLOSED</c>, <c>CALL_DTMF_START</c>, <c>CALL_REMOTE_SDP</c>, …</param>
/// <param name="Peer">Address of the other party, empty outside calls.</param>
/// <param name="Detail">What baresip adds: the status line of a refusal, the digit, why a call was closed.</param>
/// <param name="CallId">Call-ID of the call, empty outside calls.</param>
public sealed record BaresipEvent(string Type, string Peer, string Detail, string CallId)
{
    internal static BaresipEvent Read(JsonElement message)
    {
        string Text(string key) => message.TryGetProperty(key, out var value) ? value.ToString() : "";
        return new BaresipEvent(Text("type"), Text("peeruri"), Text("param"), Text("id"));
    }
}
