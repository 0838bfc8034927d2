using Portal.Sip;
using Portal.Sip.BackToBack;
using Portal.Telephony.Contracts;
using Portal.Telephony.Routing;

namespace Portal.Telephony.Calls;

/// <summary>
/// The INVITE we send to a telephone: the caller's offer untouched, everything about people from our own data. Nothing of the
/// caller's that could make a telephone answer by itself or show another name (Alert-Info, Call-Info, identities) comes through.
/// </summary>
internal static class LegInvite
{
    /// <param name="from">The caller's INVITE; null when there is none, as the call is transferred: the telephone is then asked for an offer.</param>
    /// <param name="shown">The caller as this telephone sees them; null: withheld.</param>
    public static SipRequest Create(Call call, SipRequest? from, RegisteredEndpoint endpoint, CallParty? shown)
    {
        var caller = shown is null
            ? new NameAddr(new SipUri("anonymous", "anonymous.invalid"), "Anonymous")
            : Party(shown, endpoint.Owner.Domain);
        var called = new NameAddr(new SipUri(endpoint.Owner.Number, endpoint.Owner.Domain), Shown(endpoint.Owner.DisplayName));
        var invite = from is null
            ? SipRequest.Create(SipMethod.Invite, endpoint.Contact, caller, called)
            : Passing.CreateInvite(from, endpoint.Contact, caller, called);
        var headers = invite.Headers;
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

        return invite;
    }

    /// <summary>The person at the other end, as a header names them to a telephone of the same company.</summary>
    public static NameAddr Party(CallParty party, string domain) => new(new SipUri(party.Number, domain), Shown(party.Name));

    // A name with a line break in it would be refused by the message, and the call with it.
    private static string Shown(string name) => string.Concat(name.Where(c => !char.IsControl(c)));
}
