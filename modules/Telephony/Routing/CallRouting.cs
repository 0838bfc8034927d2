using Microsoft.Extensions.Logging;
using Portal.Extensions.Contracts;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Telephony.Contracts;

namespace Portal.Telephony.Routing;

/// <summary>Walks the call treatments until one ends the search, following diversions and stopping those that go in a circle.</summary>
internal sealed class CallRouting(
    TreatmentList treatments, RegisteredEndpoints endpoints, IExtensionDirectory directory, IFeatureAssignments features, TimeProvider clock,
    ILogger<CallRouting> log) : ICallRouting
{
    internal const int MostDiversions = 5;

    // A treatment of "unanswered" may answer with a ringing nobody is registered for, which is again unanswered: this ends it.
    private const int MostRounds = 20;

    public RoutingDecision Decide(Call call) => Search(call with { RangFor = null }, []);

    public RoutingDecision DecideUnanswered(Call call, RingOutcome outcome) => Search(call with { RangFor = outcome }, []);

    /// <summary>A telephone forwards a call that rings on it: as if a treatment had said so.</summary>
    public RoutingDecision Divert(Call call, Verdict.Forward forward)
    {
        if (!IsSound(forward))
        {
            return DecideUnanswered(call, RingOutcome.NotReachable);
        }

        if (Forbidden(call, forward) is { } refusal)
        {
            return Decided(refusal, call, [(call.TargetCompany, forward.Reason), (call.TargetCompany, refusal.Reason)]);
        }

        return Search(Diverted(call, forward), [(call.TargetCompany, forward.Reason)]);
    }

    public RoutingDecision? WhatHappensNow(EmployeeId caller, string dialled) =>
        directory.Find(caller) is { } entry
            ? Decide(new Call(Guid.Empty, clock.GetUtcNow(), entry.Company, entry.Domain, entry.ToParty(), dialled, dialled, [], Source: null))
            : null;

    private static RoutingDecision Decided(Verdict verdict, Call call, List<(CompanyId Company, string Reason)> remarks) =>
        new(verdict, call, [.. remarks.Where(r => r.Company == call.Company).Select(r => r.Reason)]) { Remarks = remarks };

    private RoutingDecision Search(Call call, List<(CompanyId Company, string Reason)> reasons)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var verdict = Ask(ref call, reasons);
            switch (verdict)
            {
                case Verdict.Forward forward when Forbidden(call, forward) is { } refusal:
                    reasons.Add((call.TargetCompany, refusal.Reason));
                    return Decided(refusal, call, reasons);

                case Verdict.Forward forward:
                    call = Diverted(call, forward);
                    break;

                case Verdict.Ring ring when !endpoints.AnyFor(ring.Extensions):
                    call = call with { RangFor = RingOutcome.NotReachable };
                    break;

                case Verdict.Ring:
                    return Decided(verdict, call with { RangFor = null }, reasons);

                default:
                    return Decided(verdict, call, reasons);
            }
        }

        var endless = new Verdict.Refuse(482, "Loop Detected", Kept("The rules of this number never come to an end, so the call was ended."));
        reasons.Add((call.TargetCompany, endless.Reason));
        return Decided(endless, call, reasons);
    }

    /// <summary>The first verdict that is more than a remark.</summary>
    private Verdict Ask(ref Call call, List<(CompanyId Company, string Reason)> reasons)
    {
        var list = call.RangFor is not null ? treatments.AfterRinging
            : call.Diversions.Count > 0 ? treatments.AfterDiversion
            : treatments.BeforeRinging;
        foreach (var entry in list)
        {
            var verdict = Ask(entry, call);
            if (verdict is null)
            {
                continue;
            }

            // A treatment asked again after a diversion says the same again; the log needs it once.
            if (verdict.Reason.Length > 0 && !reasons.Any(r => r.Reason == verdict.Reason))
            {
                reasons.Add((call.TargetCompany, verdict.Reason));
            }

            if (verdict is not Verdict.Continue remark)
            {
                return verdict;
            }

            if (remark.Called is { } called)
            {
                call = Resolved(call, remark, called);
                if (remark.Elsewhere is not null)
                {
                    reasons.Add((call.TargetCompany, Kept($"{remark.E164} belongs to {called.Name}.")));
                }
            }
            else if (remark.E164 is not null)
            {
                call = call with { DialledE164 = call.Diversions.Count == 0 ? remark.E164 : call.DialledE164 };
            }
        }

        return new Verdict.Refuse(480, "Temporarily Unavailable", "");
    }

    private static Call Resolved(Call call, Verdict.Continue remark, CallParty called)
    {
        var (company, domain) = remark.Elsewhere ?? (call.TargetCompany, call.TargetDomain);
        call = call with { Called = called, TargetCompany = company, TargetDomain = domain };
        return call.Diversions.Count == 0
            ? call with { DialledParty = called, DialledCompany = company, DialledE164 = remark.E164 }
            : call;
    }

    private Verdict? Ask(TreatmentList.Entry entry, Call call)
    {
        try
        {
            var verdict = entry.Treatment.Treat(call);
            if (verdict is not null && entry.Feature is not null && WithoutFeature(entry, call) is { } aside)
            {
                return aside;
            }

            if (verdict is null or Verdict.Continue || IsSound(verdict))
            {
                return verdict;
            }

            log.LogError("The call treatment {Treatment} of {Module} gave a verdict that cannot be carried out ({Verdict}); call {Call} goes on without it",
                entry.Treatment.GetType().Name, entry.Module, verdict.GetType().Name, call.Id);
        }
        // Whatever a treatment, perhaps of a plugin, does wrong: the call goes on without it.
        catch (Exception e)
        {
            log.LogError(e, "The call treatment {Treatment} of {Module} failed; call {Call} goes on without it",
                entry.Treatment.GetType().Name, entry.Module, call.Id);
        }

        return null;
    }

    /// <summary>The remark that the treatment would have acted but its feature is off for that side of the call; null when it is on.</summary>
    private Verdict.Continue? WithoutFeature(TreatmentList.Entry entry, Call call)
    {
        var party = entry.Side == CallSide.Caller ? call.Caller : call.Called;
        var state = features.Of(entry.Feature!, new ObjectScope(entry.Side == CallSide.Caller ? call.Company : call.TargetCompany, party?.Site, party?.Employee));
        return state.IsOn
            ? null
            : new Verdict.Continue(Kept($"{party?.Name ?? call.Target} does not have {state.Feature?.Name ?? entry.Feature}: the call goes on without it."));
    }

    private static bool IsSound(Verdict verdict) => verdict switch
    {
        Verdict.Refuse refuse => refuse.StatusCode is >= 400 and <= 699 && !refuse.Phrase.AsSpan().ContainsAny('\r', '\n', '\0'),
        Verdict.Forward forward => DialledNumber.Clean(forward.Target) == forward.Target && forward.Target.Length > 0,
        Verdict.Ring ring => ring.Extensions.Count > 0 && ring.Timeout > TimeSpan.Zero,
        _ => false,
    };

    private static Call Diverted(Call call, Verdict.Forward forward) => call with
    {
        Target = forward.Target,
        Called = null,
        RangFor = null,
        Diversions = [.. call.Diversions, new Diversion(call.Target, forward.Target, forward.Kind)],
    };

    private static Verdict.Refuse? Forbidden(Call call, Verdict.Forward forward)
    {
        string[] way = [call.Dialled, .. call.Diversions.Select(d => d.To)];
        if (way.Contains(forward.Target, StringComparer.OrdinalIgnoreCase))
        {
            return new Verdict.Refuse(482, "Loop Detected",
                Kept($"The call was going in a circle ({string.Join(" → ", way)} → {forward.Target}), so it was ended."));
        }

        return call.Diversions.Count >= MostDiversions
            ? new Verdict.Refuse(482, "Loop Detected", Kept($"The call was forwarded {MostDiversions} times already and was to be forwarded again, so it was ended."))
            : null;
    }
}
