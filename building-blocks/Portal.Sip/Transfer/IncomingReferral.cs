using System.Globalization;
using System.Text;

namespace Portal.Sip.Transfer;

/// <summary>
/// A REFER received inside a call (RFC 3515): the peer asks us to call somebody in its stead. Blind transfer when <see cref="Replaces"/> is null, attended otherwise
/// (RFC 5589). The peer is told by NOTIFY how it goes; NOTIFYs go out one after another.
/// </summary>
public sealed class IncomingReferral
{
    private readonly InviteSession _session;
    private readonly uint _sequence;
    private readonly bool _silent;
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _last;
    private bool _finished;

    private IncomingReferral(InviteSession session, SipServerTransaction transaction, NameAddr target)
    {
        (_session, Target, _sequence, _last) = (session, target, transaction.Request.CSeq.Number, _taken.Task);
        Replaces = Replaces.In(target.Uri);
        ReferredBy = NameAddr.TryParse(transaction.Request.Headers[SipHeaderName.ReferredBy], out var by) ? by : null;
        // RFC 4488: the peer does not want to be told.
        _silent = transaction.Request.Headers["Refer-Sub"]?.Trim().StartsWith("false", StringComparison.OrdinalIgnoreCase) == true;
    }

    /// <summary>Whom to call; its URI without what follows the question mark is where the INVITE goes.</summary>
    public NameAddr Target { get; }

    /// <summary>The call to take the place of; null for a blind transfer.</summary>
    public Replaces? Replaces { get; }

    /// <summary>Who says that it asked (RFC 3892); unverified.</summary>
    public NameAddr? ReferredBy { get; }

    /// <summary>
    /// Takes the REFER: answers 202 and reports 100. Null when it cannot be taken; it is then answered: 400 without exactly one Refer-To, 416 for a URI that is not SIP or tel.
    /// </summary>
    public static IncomingReferral? Accept(InviteSession session, SipServerTransaction transaction)
    {
        var referral = Read(session, transaction);
        referral?.Take(transaction);
        return referral;
    }

    /// <summary>As <see cref="Accept"/>, but not answered yet where it can be taken; what is reported before <see cref="Take"/> waits for it.</summary>
    internal static IncomingReferral? Read(InviteSession session, SipServerTransaction transaction)
    {
        var request = transaction.Request;
        var targets = request.Headers.Values(SipHeaderName.ReferTo);
        if (targets.Count != 1 || !NameAddr.TryParse(targets[0], out var target))
        {
            transaction.Respond(400, "Refer-To is missing or malformed");
            return null;
        }
        if (!target.Uri.IsSip && target.Uri.Scheme != "tel")
        {
            transaction.Respond(416);
            return null;
        }
        var referral = new IncomingReferral(session, transaction, target);
        referral.Report(100, "Trying");
        return referral;
    }

    internal void Take(SipServerTransaction transaction)
    {
        var response = transaction.CreateResponse(202);
        response.Headers.Add(SipHeaderName.Contact, $"<{_session.LocalContact}>");
        if (_silent) response.Headers.Add("Refer-Sub", "false");
        transaction.Respond(response);
        _taken.TrySetResult();
    }

    /// <summary>Tells the peer how the call goes: a provisional status, or once the final one. Harmless after the final one and when the call has ended.</summary>
    public void Report(int statusCode, string? reason = null)
    {
        lock (_gate)
        {
            if (_finished) return;
            _finished = statusCode >= 200;
            if (!_silent) _last = SendAfterAsync(_last, statusCode, reason ?? SipStatus.Phrase(statusCode));
        }
    }

    /// <summary>Completes when the peer has taken the reports made so far, or is given up on: what ends its call waits for that.</summary>
    public Task Delivered { get { lock (_gate) return _last; } }

    private async Task SendAfterAsync(Task before, int statusCode, string reason)
    {
        await before.ConfigureAwait(false);
        if (_session.Ended.IsCompleted) return;
        var notify = _session.CreateRequest(SipMethod.Notify);
        var state = statusCode >= 200
            ? new SubscriptionState(SubscriptionStateKind.Terminated, null, "noresource")
            : new SubscriptionState(SubscriptionStateKind.Active, TimeSpan.FromSeconds(60));
        notify.Headers
            .Add(SipHeaderName.Event, new EventHeader("refer", _sequence.ToString(CultureInfo.InvariantCulture)).ToString())
            .Add(SipHeaderName.SubscriptionState, state.ToString());
        notify.SetBody(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"SIP/2.0 {statusCode} {reason}\r\n")), "message/sipfrag;version=2.0");
        // Not through the session's SendAsync: a telephone that knows no NOTIFY (481) must not lose its call for it.
        await _session.Endpoint.SendRequestAsync(notify, _session.Dialog!.Flow).ConfigureAwait(false);
    }
}
