using Microsoft.Extensions.Logging;
using Portal.Extensions.Contracts;
using Portal.Modularity;
using Portal.Sip;
using Portal.Sip.BackToBack;
using Portal.Telephony.Contracts;
using Portal.Telephony.Routing;

namespace Portal.Telephony.Calls;

/// <summary>
/// Transfers (RFC 5589). Blind: as if the one who transfers made a new call, with all that may forbid it; that one pays for it. Attended: two calls of the one who
/// transfers become one; it goes on as the call that was asked first, whoever pays for that.
/// </summary>
internal sealed partial class LiveCall
{
    private volatile Task _transfer = Task.CompletedTask;

    private Task<int> TransferAsync(CallTransfer transfer)
    {
        var transferring = CarryOutAsync(transfer);
        _transfer = transferring;
        return transferring;
    }

    private async Task<int> CarryOutAsync(CallTransfer transfer)
    {
        var attended = transfer.Referral.Replaces is not null;
        var status = 500;
        try
        {
            if (SpeakerOf(transfer.Asker) is not { } asker || SpeakerOf(transfer.Stays) is not { } stays)
            {
                status = 481;
            }
            else if (asker.Party.Employee is not { } employee || services.Directory.Find(employee) is not { } entry || entry.Company != asker.Company)
            {
                status = 403;
            }
            // RFC 3515 2.4.2: asked for something else than a call.
            else if (transfer.Referral.Target.Uri.Parameters["method"] is { } method && method != SipMethod.Invite)
            {
                status = 403;
            }
            else
            {
                status = await (attended ? JoinAsync(transfer, asker, stays, entry) : CallInsteadAsync(transfer, asker, stays, entry));
            }
        }
        // The call goes on as it was.
        catch (Exception e)
        {
            services.Log.LogError(e, "A transfer in call {Call} failed", Id);
        }

        services.Meter.Transferred(attended, status);
        return status;
    }

    private async Task<int> CallInsteadAsync(CallTransfer transfer, Speaker asker, Speaker stays, DirectoryEntry payer)
    {
        var dialled = services.Dialled(transfer.Referral.Target.Uri, asker.Domain);
        if (services.Calls.TakePlace(payer.Employee, payer.Company) is not { } room)
        {
            services.Meter.Refused("too_many_calls");
            Remark(asker.Company, Kept($"{asker.Party.Name} could not transfer the call to {dialled}: there were as many calls as there may be."));
            return 503;
        }

        var next = Begin(payer, dialled, asker, stays, room);
        var goesOn = false;
        try
        {
            var hunt = new Hunt(next.Story, room, services, (endpoints, ringing, time) => RingAsync(transfer, next, endpoints, ringing, time, stays, asker));
            var (end, decision) = await hunt.RunAsync(services.Routing.Decide(next.Call));
            var status = end is RingEnd.Answered answered
                ? await ConnectAsync(transfer, next, answered, stays, asker, () => goesOn = true)
                : Missed(next.Story, end, decision);
            if (!goesOn)
            {
                Remark(asker.Company, Kept($"{asker.Party.Name} could not transfer the call to {dialled}."));
            }

            return status;
        }
        finally
        {
            if (!goesOn)
            {
                next.Close();
            }
        }
    }

    private Stretch Begin(DirectoryEntry payer, string dialled, Speaker asker, Speaker stays, LiveCalls.Place room)
    {
        services.Meter.Began();
        lock (_gate)
        {
            if (_stretch is { } now)
            {
                room.GoOnFrom(now.Place);
            }
        }

        var made = new Call(
            Guid.CreateVersion7(), services.Clock.GetUtcNow(), payer.Company, payer.Domain, payer.ToParty(), dialled, dialled, [], asker.Leg.Dialog?.Flow.Remote);
        var story = new CallStory(made, services.Clock) { ShownAs = made with { Caller = stays.Party, Company = stays.Company } };
        story.Remark(payer.Company, stays.Company == payer.Company
            ? Kept($"{payer.DisplayName} transferred {stays.Party.Name} here.")
            : Kept($"{payer.DisplayName} transferred somebody from outside the company here."));
        return new Stretch(made, story, stays.Withheld ? null : services.Presentation, room, services);
    }

    private async Task<RingEnd> RingAsync(
        CallTransfer transfer, Stretch next, RegisteredEndpoint[] endpoints, Call ringing, TimeSpan time, Speaker stays, Speaker asker)
    {
        var legs = Array.ConvertAll(endpoints, endpoint =>
        {
            var shown = stays.Withheld ? null : services.Presentation.Of(next.Story.ShownAs, endpoint.Owner.Company);
            var invite = LegInvite.Create(ringing, from: null, endpoint, shown);
            if (endpoint.Owner.Company == asker.Company && !asker.Withheld)
            {
                invite.Headers.Add(SipHeaderName.ReferredBy, $"<{new SipUri(asker.Party.Number, asker.Domain)}>");
            }

            return caller.Endpoint.CreateUacSession(
                invite, endpoint.Flow, shown?.Number ?? "anonymous", new SessionTimerOptions { Interval = services.Options.SessionInterval });
        });
        return RingEnd.Of(await transfer.RingAsync(legs, time), legs, endpoints);
    }

    private async Task<int> ConnectAsync(CallTransfer transfer, Stretch next, RingEnd.Answered answered, Speaker stays, Speaker asker, Action goesOn)
    {
        var owner = answered.Endpoint.Owner;
        var target = new Speaker(answered.Result.Leg!, owner.ToParty(), owner.Company, owner.Domain, Withheld: false);
        next.Story.Answered(target.Party, target.Company);
        transfer.Introducing = (leg, invite) => Introduce(invite, leg == stays.Leg ? (target, stays) : (stays, target));
        var status = await transfer.ConnectAsync(answered.Result, () =>
        {
            if (GoOnAs(next, stays with { Transferred = true }, target, stays, Kept($"{asker.Party.Name} transferred the call to {next.Call.Dialled}."), asker.Company))
            {
                goesOn();
            }
            else
            {
                next.Story.Ended(CallResult.Answered, 200, CallStory.Transferred, null);
            }
        });
        if (status != 200)
        {
            next.Story.NeverAnswered();
            next.Story.Ended(CallResult.Failed, status, CallStory.System, Kept("The telephones could not be connected."));
        }

        return status;
    }

    private static int Missed(CallStory story, RingEnd? end, RoutingDecision decision)
    {
        switch (end)
        {
            case RingEnd.Abandoned:
                story.Ended(CallResult.CallerHungUp, NotAnswered.StatusCode, CallStory.Transferred, Kept("The transferred party hung up before anybody answered."));
                return NotAnswered.StatusCode;

            case RingEnd.Incompatible { StatusCode: var incompatible }:
                story.Ended(CallResult.Failed, incompatible, CallStory.Called, Hunt.NoCommonCodec);
                return incompatible;

            default:
                var (refuse, result) = Hunt.Refusal(decision);
                story.Ended(result, refuse.StatusCode, result is CallResult.Busy or CallResult.Declined ? CallStory.Called : CallStory.System, null);
                return refuse.StatusCode;
        }
    }

    private async Task<int> JoinAsync(CallTransfer transfer, Speaker asker, Speaker stays, DirectoryEntry entry)
    {
        if (transfer.Consulted is not { } consulted)
        {
            return 481;
        }

        // Whoever guesses or overhears the name of somebody else's call learns not even that it is there.
        if (services.Calls.Of(consulted) is not var (other, own) || !own.Is(asker) || other.OtherThan(own) is not { } joins)
        {
            services.Meter.Refused("foreign_replaces");
            services.Log.LogWarning("{Asker} wanted to join a call that is somebody else's; it was refused", entry.Aor);
            return 481;
        }

        if (!entry.MayCall)
        {
            return 403;
        }

        transfer.Introducing = (leg, invite) => Introduce(invite, leg == stays.Leg ? (joins, stays) : (stays, joins));
        return await transfer.JoinAsync(() => TakeOn(other, consulted, asker, stays, joins));
    }

    /// <summary>The other call's record goes on here, and this one's ends.</summary>
    private void TakeOn(LiveCall other, InviteSession consulted, Speaker asker, Speaker stays, Speaker joins)
    {
        if (other.GiveAway() is not var (stretch, calling, called, open))
        {
            // It ended in the same moment: what is left of it comes here to end.
            lock (_gate)
            {
                PutInPlace(asker.Leg, joins with { Transferred = true });
            }

            return;
        }

        var stayed = stays with { Transferred = true };
        stretch.Story.Remark(asker.Company, stays.Company == asker.Company
            ? Kept($"{asker.Party.Name} transferred {stays.Party.Name} here.")
            : Kept($"{asker.Party.Name} transferred somebody from outside the company here."));
        var remark = joins.Company == asker.Company
            ? Kept($"{asker.Party.Name} transferred the call to {joins.Party.Name}.")
            : Kept($"{asker.Party.Name} transferred the call to somebody outside the company.");
        var goesOn = calling.Leg == consulted
            ? GoOnAs(stretch, stayed, called, stays, remark, asker.Company, open)
            : GoOnAs(stretch, calling, stayed, stays, remark, asker.Company, open);
        if (!goesOn)
        {
            stretch.Story.Ended(CallResult.Answered, 200, CallStory.Transferred, null);
            stretch.Close();
            Close(open);
        }
    }

    /// <summary>Inside a company each sees whom they talk with from now on (RFC 3325).</summary>
    private static void Introduce(SipRequest invite, (Speaker Who, Speaker To) people)
    {
        var (who, to) = people;
        if (who.Company == to.Company && !who.Withheld)
        {
            invite.Headers.Add(SipHeaderName.PAssertedIdentity, LegInvite.Party(who.Party, to.Domain).ToString());
        }
    }

    private void Remark(CompanyId company, string reason)
    {
        lock (_gate)
        {
            if (!_over)
            {
                _stretch?.Story.Remark(company, reason);
            }
        }
    }
}
