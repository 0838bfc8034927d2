using System.Globalization;
using System.Text;

namespace Portal.Sip.Transfer;

/// <summary>A REFER of ours: the peer is asked to call somebody. See <see cref="InviteSession.ReferAsync"/>.</summary>
public sealed class OutgoingReferral
{
    private readonly TaskCompletionSource<int> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal OutgoingReferral(uint sequence) => Sequence = sequence;

    internal uint Sequence { get; }

    /// <summary>The final status of the peer's call; the REFER's own when it was refused; 0 when the peer ended the report without one or the call ended.</summary>
    public Task<int> Outcome => _outcome.Task;

    /// <summary>The newest status the peer reported; 0 before the first.</summary>
    public int Latest { get; private set; }

    internal void Finish(int statusCode) => _outcome.TrySetResult(statusCode);

    internal void Take(SipRequest notify)
    {
        // "SIP/2.0 180 Ringing", maybe followed by headers.
        var line = notify.BodyText.Split('\n')[0].Split(' ', 3);
        if (line.Length >= 2 && line[0] == "SIP/2.0" && int.TryParse(line[1], NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 100 and <= 699) Latest = status;
        if (Latest >= 200) _outcome.TrySetResult(Latest);
        else if (SubscriptionState.Of(notify)?.Kind == SubscriptionStateKind.Terminated) _outcome.TrySetResult(0);
    }
}
