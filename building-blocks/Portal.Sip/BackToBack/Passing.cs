using System.Globalization;
using Portal.Sip.Registration;

namespace Portal.Sip.BackToBack;

/// <summary>What goes from one leg to the other as it is, and what does not.</summary>
public static class Passing
{
    private static readonly SipHeaderName[] OfBody =
        ["Content-Disposition", SipHeaderName.ContentEncoding, "Content-Language", "MIME-Version"];

    private static readonly SipHeaderName[] InsideCall =
        ["Info-Package", SipHeaderName.Event, SipHeaderName.SubscriptionState, "Date", SipHeaderName.Reason];

    /// <summary>
    /// The INVITE for another leg of this caller: body and what describes it as they are, Max-Forwards one less, so that a call that comes round again dies of old age.
    /// Identities, routes and everything that could make a telephone do something of itself stay behind: add what the called may see.
    /// </summary>
    /// <param name="from">Who calls; the caller's own From without its tag when null.</param>
    /// <param name="to">Who is called; the caller's own To when null.</param>
    public static SipRequest CreateInvite(SipRequest received, SipUri target, NameAddr? from = null, NameAddr? to = null)
    {
        var invite = SipRequest.Create(SipMethod.Invite, target, from ?? received.From.WithTag(null), to ?? received.To.WithTag(null));
        invite.Headers[SipHeaderName.MaxForwards] = (Math.Clamp(received.MaxForwards ?? 70, 1, 70) - 1).ToString(CultureInfo.InvariantCulture);
        CopyBody(received, invite);
        return invite;
    }

    /// <summary>The same for a registered telephone: to its contact, along its Path (RFC 3327).</summary>
    public static SipRequest CreateInvite(SipRequest received, Binding binding, NameAddr? from = null, NameAddr? to = null)
    {
        var invite = CreateInvite(received, binding.Contact, from, to);
        foreach (var route in binding.Path) invite.Headers.Add(SipHeaderName.Route, route);
        return invite;
    }

    /// <summary>The body octet for octet, with what describes it.</summary>
    public static void CopyBody(SipMessage from, SipMessage to)
    {
        to.SetBody(from.Body, from.ContentType);
        CopyBodyHeaders(from, to);
    }

    /// <summary>Content-Disposition and what else describes a body, but Content-Type.</summary>
    public static void CopyBodyHeaders(SipMessage from, SipMessage to)
    {
        foreach (var name in OfBody) to.Headers.CopyFrom(from.Headers, name);
    }

    internal static void CopyInsideCall(SipMessage from, SipMessage to)
    {
        CopyBody(from, to);
        foreach (var name in InsideCall) to.Headers.CopyFrom(from.Headers, name);
    }

    /// <summary>A refusal as the other side may see it: what concerns only our dialog with the first side is not its affair.</summary>
    internal static int ForOtherSide(SipResponse answer) => answer.StatusCode switch
    {
        401 or 407 => 488,
        // The dialog there is lost and the session ends itself; here it is still ours to end.
        408 or 481 => 503,
        >= 300 and < 400 => 488,
        var code => code,
    };
}
