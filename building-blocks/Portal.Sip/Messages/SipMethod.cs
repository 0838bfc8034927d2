using System.Text;

namespace Portal.Sip;

/// <summary>The method names of RFC 3261 and its extensions. Methods are case-sensitive strings (RFC 3261 §7.1).</summary>
public static class SipMethod
{
    public const string Invite = "INVITE";
    public const string Ack = "ACK";
    public const string Bye = "BYE";
    public const string Cancel = "CANCEL";
    public const string Options = "OPTIONS";
    public const string Register = "REGISTER";
    public const string Prack = "PRACK";
    public const string Subscribe = "SUBSCRIBE";
    public const string Notify = "NOTIFY";
    public const string Publish = "PUBLISH";
    public const string Info = "INFO";
    public const string Refer = "REFER";
    public const string Message = "MESSAGE";
    public const string Update = "UPDATE";

    private static readonly string[] All =
        [Invite, Ack, Bye, Cancel, Options, Register, Prack, Subscribe, Notify, Publish, Info, Refer, Message, Update];

    /// <summary>True for a method that some RFC defines: such a one is answered 405 when unhandled, any other 501 (RFC 3261 §8.2.1).</summary>
    public static bool IsKnown(string method) => Array.IndexOf(All, method) >= 0;

    /// <summary>The method named by these octets, without allocating for a known one.</summary>
    internal static string From(ReadOnlySpan<byte> name)
    {
        foreach (var method in All)
        {
            if (Ascii.Equals(name, method)) return method;
        }
        return Encoding.ASCII.GetString(name);
    }
}
