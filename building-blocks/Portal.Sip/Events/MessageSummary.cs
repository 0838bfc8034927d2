using System.Globalization;
using System.Text;

namespace Portal.Sip.Events;

/// <summary>A message-summary document (RFC 3842 §5.2): what lights the message-waiting lamp.</summary>
/// <param name="Account">The mailbox to call, a SIP URI; null to leave the line out.</param>
public sealed record MessageSummary(int New, int Old, int UrgentNew = 0, int UrgentOld = 0, string? Account = null)
{
    public const string Package = "message-summary";
    public const string ContentType = "application/simple-message-summary";

    public byte[] ToBytes()
    {
        var text = new StringBuilder("Messages-Waiting: ").Append(New > 0 ? "yes" : "no").Append("\r\n");
        if (Account is not null) text.Append("Message-Account: ").Append(SipUri.Parse(Account)).Append("\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Voice-Message: {New}/{Old} ({UrgentNew}/{UrgentOld})\r\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
