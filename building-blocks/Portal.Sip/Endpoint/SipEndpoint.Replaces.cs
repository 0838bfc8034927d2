namespace Portal.Sip;

public sealed partial class SipEndpoint
{
    /// <summary>
    /// Finds the call that an INVITE with Replaces wants to take the place of (RFC 3891 §3). The status is 0 with a session; else what to answer:
    /// 400 malformed, 481 unknown or an early call that we did not place, 486 confirmed but early-only was asked, 603 just ended.
    /// </summary>
    public (InviteSession? Session, int Status) FindReplaced(SipRequest invite)
    {
        return Replaces.Of(invite) is { } replaces ? FindReplaced(replaces) : (null, 400);
    }

    /// <summary>The same for the Replaces of a REFER, which names a call that we are to join with another (RFC 5589 §7).</summary>
    public (InviteSession? Session, int Status) FindReplaced(Replaces replaces)
    {
        if (!_dialogs.TryGetValue(new DialogId(replaces.CallId, replaces.ToTag, replaces.FromTag), out var user) || user is not InviteSession session) return (null, 481);
        if (session.Ended.IsCompleted) return (null, 603);
        if (session.IsEstablished) return replaces.EarlyOnly ? (null, 486) : (session, 0);
        return session is InviteUacSession ? (session, 0) : (null, 481);
    }
}
