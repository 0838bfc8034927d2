using System.Globalization;
using System.Security.Cryptography;

namespace Portal.Sip;

/// <summary>Reliable provisional answers, RFC 3262 §3: repeated until their PRACK comes, one at a time.</summary>
public sealed partial class InviteUasSession
{
    private const string Tag = "100rel";
    private Task<SipRequest?> _previous = Task.FromResult<SipRequest?>(null);
    private ReliableAnswer? _unconfirmed;
    private uint _sequence;

    private sealed class ReliableAnswer(uint sequence, byte[] octets, bool hasBody, WheelTimer repeat)
    {
        internal readonly TaskCompletionSource<SipRequest?> Confirmed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        internal readonly uint Sequence = sequence;
        internal readonly byte[] Octets = octets;
        internal readonly bool HasBody = hasBody;
        internal readonly WheelTimer Repeat = repeat;
        internal TimeSpan Interval;
        internal TimeSpan Waited;
    }

    /// <summary>True when the caller demands that provisional answers are confirmed; <see cref="Progress"/> then sends them so.</summary>
    public bool RequiresReliable => Invite.Headers.HasToken(SipHeaderName.Require, Tag);

    /// <summary>True when the caller can confirm provisional answers.</summary>
    public bool AllowsReliable => RequiresReliable || Invite.Headers.HasToken(SipHeaderName.Supported, Tag);

    /// <summary>
    /// Sends a provisional answer that the caller has to confirm, and returns its PRACK (whose body may be an answer or a new offer, to be answered in
    /// the 200 this method sends by itself when the PRACK has no body; else through <see cref="InviteSession.RequestReceived"/>). Waits for the one before.
    /// Null when the INVITE was answered or cancelled meanwhile, or no PRACK came within 64*T1: the INVITE is then refused by 504 (§3).
    /// </summary>
    /// <exception cref="InvalidOperationException">The caller does not know 100rel.</exception>
    public Task<SipRequest?> ProgressReliablyAsync(int statusCode, string? reason = null, ReadOnlyMemory<byte> body = default, string? contentType = null, Action<SipResponse>? complete = null)
    {
        if (statusCode is <= 100 or > 199) throw new ArgumentOutOfRangeException(nameof(statusCode), statusCode, "A reliable provisional status is 101 to 199.");
        if (!AllowsReliable) throw new InvalidOperationException("The caller does not support 100rel.");
        lock (Gate) return _previous = SendAfterAsync(_previous, statusCode, reason, body, contentType, complete);
    }

    private async Task<SipRequest?> SendAfterAsync(Task<SipRequest?> previous, int statusCode, string? reason, ReadOnlyMemory<byte> body, string? contentType, Action<SipResponse>? complete)
    {
        if (!previous.IsCompleted) await previous.ConfigureAwait(false);
        var response = Transaction.CreateResponse(statusCode, reason);
        response.SetBody(body, contentType);
        complete?.Invoke(response);
        // §3: the first number is random and not zero; each following is one more.
        _sequence = _sequence == 0 ? (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue) : _sequence + 1;
        response.Headers.Add(SipHeaderName.Require, Tag).Add(SipHeaderName.RSeq, _sequence.ToString(CultureInfo.InvariantCulture));
        ReliableAnswer answer = null!;
        answer = new ReliableAnswer(_sequence, Prepare(response), !body.IsEmpty, new WheelTimer(() => RepeatReliable(answer))) { Interval = Endpoint.Timers.T1 };
        lock (Gate) _unconfirmed = answer;
        if (!Transaction.Respond(response)) return null;
        Endpoint.Wheel.Start(answer.Repeat, answer.Interval);
        return await answer.Confirmed.Task.ConfigureAwait(false);
    }

    /// <summary>The octets as the transaction will send them: Contact, Record-Route and dialog are put in before, and only once.</summary>
    private byte[] Prepare(SipResponse response)
    {
        Complete(response);
        return response.ToBytes();
    }

    private void RepeatReliable(ReliableAnswer answer)
    {
        if (answer.Confirmed.Task.IsCompleted) return;
        answer.Waited += answer.Interval;
        if (Transaction.FinalResponse is not null || Ended.IsCompleted)
        {
            Forget(answer, null);
        }
        else if (answer.Waited >= Endpoint.Timers.Timeout)
        {
            Forget(answer, null);
            Reject(504);
        }
        else
        {
            Transaction.RepeatProvisional(answer.Octets);
            answer.Interval *= 2; // §3: doubles without T2 as a limit
            var left = Endpoint.Timers.Timeout - answer.Waited;
            if (answer.Interval > left) answer.Interval = left;
            Endpoint.Wheel.Start(answer.Repeat, answer.Interval);
        }
    }

    private void Forget(ReliableAnswer answer, SipRequest? prack)
    {
        Endpoint.Wheel.Stop(answer.Repeat);
        lock (Gate)
        {
            if (ReferenceEquals(_unconfirmed, answer)) _unconfirmed = null;
        }
        answer.Confirmed.TrySetResult(prack);
    }

    /// <summary>§3: matched by RAck; 481 to one that confirms nothing.</summary>
    private protected override bool OnPrack(SipServerTransaction transaction)
    {
        ReliableAnswer? answer;
        lock (Gate) answer = _unconfirmed;
        if (answer is null || RAck.Of(transaction.Request) is not { } rack || rack.Response != answer.Sequence
            || rack.CSeq.Number != Invite.CSeq.Number || rack.CSeq.Method != SipMethod.Invite)
        {
            transaction.Respond(481);
            return true;
        }
        Forget(answer, transaction.Request);
        // An offer in the PRACK needs an answer in its 200, which only the user can give.
        if (!transaction.Request.Body.IsEmpty && !answer.HasBody) return false;
        transaction.Respond(200);
        return true;
    }

    /// <summary>§3: a 2xx must not overtake an unconfirmed answer that carried a session description.</summary>
    private Task OffersConfirmedAsync()
    {
        lock (Gate) return _unconfirmed is { HasBody: true } waiting ? waiting.Confirmed.Task : Task.CompletedTask;
    }
}
