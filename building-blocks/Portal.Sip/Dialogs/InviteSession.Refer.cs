using Portal.Sip.Transfer;

namespace Portal.Sip;

/// <summary>Asking the peer to call somebody, RFC 3515 and RFC 5589.</summary>
public abstract partial class InviteSession
{
    private readonly List<OutgoingReferral> _referrals = [];

    /// <summary>Asks the peer to call <paramref name="target"/>: a blind transfer, or with <paramref name="replaces"/> an attended one.</summary>
    /// <param name="replaces">The call that the peer's takes the place of, as the target knows it.</param>
    /// <param name="referredBy">Put into Referred-By (RFC 3892); null leaves it out.</param>
    public async Task<OutgoingReferral> ReferAsync(SipUri target, Replaces? replaces = null, NameAddr? referredBy = null)
    {
        var refer = CreateRequest(SipMethod.Refer);
        var uri = replaces is null ? $"<{target}>" : $"<{target.WithoutHeaders()}?Replaces={Uri.EscapeDataString(replaces.ToString())}>";
        refer.Headers.Add(SipHeaderName.ReferTo, uri);
        if (referredBy is not null) refer.Headers.Add(SipHeaderName.ReferredBy, referredBy.ToString());
        var referral = new OutgoingReferral(refer.CSeq.Number);
        lock (Gate) _referrals.Add(referral);
        _ = Ended.ContinueWith(_ => referral.Finish(0), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        var response = await SendAsync(refer).ConfigureAwait(false);
        if (!response.IsSuccess) referral.Finish(response.StatusCode);
        return referral;
    }

    /// <summary>A NOTIFY about a REFER of ours; others go to the user.</summary>
    private bool OnReferNotify(SipServerTransaction transaction)
    {
        if (EventHeader.Of(transaction.Request) is not { Package: "refer" } about) return false;
        OutgoingReferral? referral;
        // §2.4.6: without an id it is about the first.
        lock (Gate) referral = about.Id is null ? _referrals.FirstOrDefault() : _referrals.Find(r => r.Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture) == about.Id);
        if (referral is null) return false;
        transaction.Respond(200);
        referral.Take(transaction.Request);
        return true;
    }
}
