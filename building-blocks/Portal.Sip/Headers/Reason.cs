using System.Globalization;
using System.Text;

namespace Portal.Sip;

/// <summary>One value of a Reason header (RFC 3326): why a request was sent.</summary>
/// <param name="Protocol"><c>SIP</c> (cause is a status code) or <c>Q.850</c> (cause is an ISDN cause).</param>
public sealed record Reason(string Protocol, int? Cause = null, string? Text = null)
{
    /// <summary>All values of a message that can be read.</summary>
    public static IReadOnlyList<Reason> Of(SipMessage message)
    {
        List<Reason>? found = null;
        foreach (var value in message.Headers.Values(SipHeaderName.Reason))
        {
            var reader = new SipReader(Encoding.UTF8.GetBytes(value));
            if (!reader.TryRun(CharacterSets.Token, out var protocol) || !reader.TryParameters(out var parameters)) continue;
            var cause = int.TryParse(parameters["cause"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int?)null;
            (found ??= []).Add(new Reason(Encoding.ASCII.GetString(protocol), cause, parameters["text"]));
        }
        return found ?? (IReadOnlyList<Reason>)[];
    }

    public override string ToString() =>
        Protocol + (Cause is { } cause ? string.Create(CultureInfo.InvariantCulture, $";cause={cause}") : "") + (Text is null ? "" : ";text=" + SipParameters.Quote(Text));
}
