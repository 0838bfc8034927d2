using Portal.Sip;
using Portal.Telephony.Contracts;
using Portal.Telephony.Routing;

namespace Portal.Telephony.Calls;

/// <summary>How a ringing ended.</summary>
internal abstract record RingEnd
{
    public sealed record Answered(Leg Leg, SipResponse Response) : RingEnd;

    public sealed record Unanswered(RingOutcome Outcome) : RingEnd;

    /// <summary>A telephone sent the call elsewhere (a 3xx): its user pressed "forward".</summary>
    public sealed record Deflected(Leg Leg, string Target) : RingEnd;

    /// <summary>A telephone was reached and cannot take this call, whoever it is for: no common codec.</summary>
    public sealed record Incompatible(int StatusCode) : RingEnd;

    /// <summary>Nobody waits for an answer any more: the caller hung up, or the call was ended from outside.</summary>
    public sealed record Abandoned : RingEnd;
}

/// <summary>One telephone being rung.</summary>
internal sealed record Leg(InviteUacSession Session, RegisteredEndpoint Endpoint)
{
    /// <summary>True once the telephone said that it rings.</summary>
    public bool Rang { get; set; }
}

/// <summary>Rings several telephones at once: the first answer wins, the others stop.</summary>
internal sealed class Ringing(IReadOnlyList<Leg> legs, InviteUasSession caller, TimeProvider clock)
{
    private const string Elsewhere = "SIP;cause=200;text=\"Call completed elsewhere\"";

    private readonly Lock _gate = new();
    private bool _over;
    private bool _toldRinging;

    /// <summary>Completes when every telephone that was told to stop has confirmed it, or is given up on. To be read after <see cref="RunAsync"/>.</summary>
    public Task Stopped { get; private set; } = Task.CompletedTask;

    /// <param name="given">Ends the ringing from outside.</param>
    public async Task<RingEnd> RunAsync(TimeSpan time, Task given)
    {
        foreach (var leg in legs)
        {
            leg.Session.ProvisionalReceived = response =>
            {
                PassOn(leg, response);
                return Task.CompletedTask;
            };
            leg.Session.Start();
        }

        using var alarm = new CancellationTokenSource();
        var timeout = Task.Delay(time, clock, alarm.Token);
        try
        {
            return await FirstOfAsync(timeout, given);
        }
        finally
        {
            await alarm.CancelAsync();
            lock (_gate)
            {
                _over = true;
            }
        }
    }

    private async Task<RingEnd> FirstOfAsync(Task timeout, Task given)
    {
        var pending = legs.ToDictionary(l => (Task)l.Session.Final);
        var refusals = new List<(Leg Leg, SipResponse Response)>();
        while (pending.Count > 0)
        {
            var done = await Task.WhenAny([.. pending.Keys, timeout, given]);
            if (done == given || done == timeout)
            {
                Stop(pending.Values, done == timeout ? "SIP;cause=480;text=\"No answer\"" : null);
                return done == given ? new RingEnd.Abandoned()
                    : new RingEnd.Unanswered(legs.Any(l => l.Rang) ? RingOutcome.NoAnswer : RingOutcome.NotReachable);
            }

            pending.Remove(done, out var leg);
            var response = await leg!.Session.Final;
            if (response.IsSuccess)
            {
                Stop(pending.Values, Elsewhere);
                return new RingEnd.Answered(leg, response);
            }

            refusals.Add((leg, response));
            // RFC 3261 16.7 step 5: a 6xx speaks for the person, not for one telephone.
            if (response.StatusCode >= 600)
            {
                Stop(pending.Values, Elsewhere);
                break;
            }
        }

        return Judge(refusals);
    }

    /// <summary>What the refusals of all telephones together mean, the one that says most about the person first.</summary>
    private static RingEnd Judge(List<(Leg Leg, SipResponse Response)> refusals)
    {
        foreach (var (leg, response) in refusals)
        {
            if (response.StatusCode is 301 or 302 && response.Contact is { } contact && DialledNumber.Of(contact.Uri) is { Length: > 0 } target)
            {
                return new RingEnd.Deflected(leg, target);
            }
        }

        var codes = refusals.Select(r => r.Response.IsLocallyGenerated ? 0 : r.Response.StatusCode).ToArray();
        if (codes.Any(c => c is 603 or 607 or 608))
        {
            return new RingEnd.Unanswered(RingOutcome.Declined);
        }

        if (codes.Any(c => c is 486 or 600))
        {
            return new RingEnd.Unanswered(RingOutcome.Busy);
        }

        return codes.FirstOrDefault(c => c is 415 or 488 or 606) is > 0 and var incompatible
            ? new RingEnd.Incompatible(incompatible)
            : new RingEnd.Unanswered(RingOutcome.NotReachable);
    }

    private void PassOn(Leg leg, SipResponse response)
    {
        lock (_gate)
        {
            leg.Rang |= response.StatusCode is 180 or 183;
            if (_over || response.StatusCode is not (180 or 183))
            {
                return;
            }

            // Early media of one telephone only: the caller's side has one dialog, and several answers in it would contradict each other.
            var media = legs.Count == 1 && !response.Body.IsEmpty;
            if (!media && _toldRinging)
            {
                return;
            }

            _toldRinging |= response.StatusCode == 180;
            caller.Progress(
                media ? response.StatusCode : 180, null, media ? response.Body : default, media ? response.ContentType : null,
                answer =>
                {
                    if (media)
                    {
                        LegInvite.CopyBodyHeaders(response, answer);
                    }
                });
        }
    }

    /// <summary>Stops telephones from ringing; one that had answered in the same moment is acknowledged and hung up.</summary>
    private void Stop(IEnumerable<Leg> ringing, string? reason)
    {
        var sessions = ringing.Select(l => l.Session).ToArray();
        foreach (var session in sessions)
        {
            session.Cancel(reason);
        }

        Stopped = Task.WhenAll(sessions.Select(HangUpIfAnsweredAsync));
    }

    private static async Task HangUpIfAnsweredAsync(InviteUacSession session)
    {
        if ((await session.Final).IsSuccess)
        {
            session.Ack();
            await session.ByeAsync("SIP;cause=200;text=\"Call completed elsewhere\"");
        }
    }
}
