using System.Globalization;
using Portal.Sip;
using Portal.Telephony.Contracts;
using Portal.Telephony.Routing;

namespace Portal.Telephony.Calls;

/// <summary>
/// The INVITE we send to a telephone: the caller's offer untouched, everything about people from our own data. Nothing of the
/// caller's that could make a telephone answer by itself or show another name (Alert-Info, Call-Info, identities) comes through.
/// </summary>
internal static class LegInvite
{
    private static readonly SipHeaderName[] OfBody =
        ["Content-Disposition", SipHeaderName.ContentEncoding, "Content-Language", "MIME-Version"];

    /// <param name="shown">The caller as this telephone sees them; null: withheld.</param>
    public static SipRequest Create(Call call, SipRequest from, RegisteredEndpoint endpoint, CallParty? shown)
    {
        var caller = shown is null
            ? new NameAddr(new SipUri("anonymous", "anonymous.invalid"), "Anonymous")
            : Party(shown, endpoint.Owner.Domain);
        var called = new NameAddr(new SipUri(endpoint.Owner.Number, endpoint.Owner.Domain), Shown(endpoint.Owner.DisplayName));
        var invite = SipRequest.Create(SipMethod.Invite, endpoint.Contact, caller, called);
        var headers = invite.Headers;
        // RFC 3261 16.6 step 3 in spirit: a call that came through us and comes back must die of old age.
        headers[SipHeaderName.MaxForwards] = (Math.Clamp(from.MaxForwards ?? 70, 1, 70) - 1).ToString(CultureInfo.InvariantCulture);
        foreach (var route in endpoint.Path)
        {
            headers.Add(SipHeaderName.Route, route);
        }

        if (shown is null)
        {
            headers.Add(SipHeaderName.Privacy, "id");
        }
        else
        {
            headers.Add(SipHeaderName.PAssertedIdentity, caller.ToString());
        }

        // RFC 5806: the newest diversion is on top.
        foreach (var diversion in call.Diversions.Reverse())
        {
            headers.Add(SipHeaderName.Diversion, $"<{new SipUri(diversion.From, endpoint.Owner.Domain)}>;reason={diversion.Reason};counter=1");
        }

        CopyBody(from, invite);
        return invite;
    }

    /// <summary>The person at the other end, as a header names them to a telephone of the same company.</summary>
    public static NameAddr Party(CallParty party, string domain) => new(new SipUri(party.Number, domain), Shown(party.Name));

    /// <summary>The body octet for octet, with what describes it: media is agreed between the telephones.</summary>
    public static void CopyBody(SipMessage from, SipMessage to)
    {
        to.SetBody(from.Body, from.ContentType);
        CopyBodyHeaders(from, to);
    }

    public static void CopyBodyHeaders(SipMessage from, SipMessage to)
    {
        foreach (var name in OfBody)
        {
            to.Headers.CopyFrom(from.Headers, name);
        }
    }

    // A name with a line break in it would be refused by the message, and the call with it.
    private static string Shown(string name) => string.Concat(name.Where(c => !char.IsControl(c)));
}
