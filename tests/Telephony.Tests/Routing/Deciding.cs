using Microsoft.Extensions.Logging;
using Portal.Modularity;
using Portal.Telephony.Contracts;
using Portal.Telephony.Tests.Rig;

namespace Portal.Telephony.Tests.Routing;

public class Deciding
{
    [Fact]
    public async Task Rings_the_telephones_of_the_number()
    {
        await using var portal = await TestSwitch.StartAsync();
        portal.Phone(portal.People.Jane);

        var decision = Ask(portal, "2002");

        var ring = decision.Verdict.ShouldBeOfType<Verdict.Ring>();
        ring.Extensions.ShouldBe([portal.People.Jane.Employee]);
        ring.Timeout.ShouldBe(TimeSpan.FromSeconds(30));
        decision.Call.Called!.Name.ShouldBe("Jane Jones");
    }

    [Fact]
    public async Task Asks_treatments_in_the_order_of_their_steps_whoever_offered_first()
    {
        await using var portal = await TestSwitch.StartAsync(offers: o => o
            .CallTreatment<SaysLast>(CallStep.Ring).CallTreatment<SaysFirst>(CallStep.MayCall).CallTreatment<SaysMiddle>(CallStep.CalledFeatures));
        portal.Phone(portal.People.Jane);

        Ask(portal, "2002").Reasons.ShouldBe(["first", "2002 belongs to Jane Jones.", "middle", "last", "Jane Jones's telephone rings."]);
    }

    [Fact]
    public async Task Follows_diversions_and_remembers_them()
    {
        await using var portal = await TestSwitch.StartAsync(offers: o => o.CallTreatment<Sends2001To2002>(CallStep.CalledFeatures));
        portal.Phone(portal.People.Jane);

        var decision = Ask(portal, "2001", from: portal.People.Mary);

        decision.Verdict.ShouldBeOfType<Verdict.Ring>().Extensions.ShouldBe([portal.People.Jane.Employee]);
        decision.Call.Diversions.ShouldBe([new Diversion("2001", "2002", "unconditional")]);
        decision.Call.DialledParty!.Name.ShouldBe("John Smith");
        decision.Reasons.ShouldBe(["2001 belongs to John Smith.", "2001 goes to 2002", "2002 belongs to Jane Jones.", "Jane Jones's telephone rings."]);
    }

    [Fact]
    public async Task Ends_a_circle()
    {
        await using var portal = await TestSwitch.StartAsync(offers: o => o
            .CallTreatment<Sends2001To2002>(CallStep.CalledFeatures).CallTreatment<Sends2002To2001>(CallStep.CalledFeatures));

        var decision = Ask(portal, "2001", from: portal.People.Mary);

        decision.Verdict.ShouldBeOfType<Verdict.Refuse>().StatusCode.ShouldBe(482);
        decision.Reasons[^1].ShouldBe("The call was going in a circle (2001 → 2002 → 2001), so it was ended.");
    }

    [Fact]
    public async Task Ends_an_endless_chain()
    {
        await using var portal = await TestSwitch.StartAsync(offers: o => o.CallTreatment<SendsOnAndOn>(CallStep.Resolve));

        var decision = Ask(portal, "1");

        decision.Verdict.ShouldBeOfType<Verdict.Refuse>().StatusCode.ShouldBe(482);
        decision.Call.Diversions.Count.ShouldBe(5);
    }

    [Fact]
    public async Task Leaves_the_callers_features_out_after_a_diversion()
    {
        await using var portal = await TestSwitch.StartAsync(offers: o => o
            .CallTreatment<Sends2001To2002>(CallStep.CalledFeatures).CallTreatment<SaysMiddle>(CallStep.CallerFeatures));
        portal.Phone(portal.People.Jane);

        Ask(portal, "2001", from: portal.People.Mary).Reasons.Count(r => r == "middle").ShouldBe(1);
    }

    [Fact]
    public async Task Goes_on_without_a_treatment_that_fails_or_talks_nonsense_or_cannot_be_made()
    {
        var log = new LogLines();
        await using var portal = await TestSwitch.StartAsync(log: log, offers: o => o
            .CallTreatment<Throws>(CallStep.MayCall).CallTreatment<RefusesWith200>(CallStep.MayCall).CallTreatment<ForwardsNowhere>(CallStep.CalledFeatures)
            .CallTreatment<CannotBeMade>(CallStep.MayCall));
        portal.Phone(portal.People.Jane);

        Ask(portal, "2002").Verdict.ShouldBeOfType<Verdict.Ring>();

        log.Lines.Count(l => l.Contains("goes on without it")).ShouldBe(3);
        log.Lines.ShouldContain(l => l.Contains("CannotBeMade") && l.Contains("could not be created"));
    }

    [Fact]
    public async Task Asks_what_to_do_when_nobody_is_registered()
    {
        await using var portal = await TestSwitch.StartAsync(offers: o => o.CallTreatment<SendsUnansweredToMary>(CallStep.Unanswered));
        portal.Phone(portal.People.Mary);

        var decision = Ask(portal, "2002");

        decision.Verdict.ShouldBeOfType<Verdict.Ring>().Extensions.ShouldBe([portal.People.Mary.Employee]);
        decision.Call.Diversions.ShouldBe([new Diversion("2002", "2003", "NotReachable")]);
    }

    [Theory]
    [InlineData(RingOutcome.Busy, 486)]
    [InlineData(RingOutcome.Declined, 603)]
    [InlineData(RingOutcome.NoAnswer, 480)]
    [InlineData(RingOutcome.NotReachable, 480)]
    public async Task Ends_an_unanswered_call_where_nothing_else_was_set(RingOutcome outcome, int status)
    {
        await using var portal = await TestSwitch.StartAsync();
        portal.Phone(portal.People.Jane);

        var decision = portal.Routing.DecideUnanswered(Ask(portal, "2002").Call, outcome);

        decision.Verdict.ShouldBeOfType<Verdict.Refuse>().StatusCode.ShouldBe(status);
        decision.Call.RangFor.ShouldBe(outcome);
    }

    [Fact]
    public async Task Does_not_ring_somebody_who_receives_no_calls()
    {
        await using var portal = await TestSwitch.StartAsync();
        portal.Phone(portal.People.Jane);
        portal.People.Replace(portal.People.Jane with { MayReceive = false });

        Ask(portal, "2002").Verdict.ShouldBeOfType<Verdict.Refuse>().StatusCode.ShouldBe(480);
    }

    [Fact]
    public async Task Knows_nothing_of_somebody_without_an_extension()
    {
        await using var portal = await TestSwitch.StartAsync();
        portal.Routing.WhatHappensNow(EmployeeId.New(), "2002").ShouldBeNull();
    }

    private static RoutingDecision Ask(TestSwitch portal, string number, Extensions.Contracts.DirectoryEntry? from = null) =>
        portal.Routing.WhatHappensNow((from ?? portal.People.John).Employee, number)!;

    private sealed class SaysFirst : ICallTreatment
    {
        public Verdict? Treat(Call call) => new Verdict.Continue("first");
    }

    private sealed class SaysMiddle : ICallTreatment
    {
        public Verdict? Treat(Call call) => new Verdict.Continue("middle");
    }

    private sealed class SaysLast : ICallTreatment
    {
        public Verdict? Treat(Call call) => new Verdict.Continue("last");
    }

    private sealed class Sends2001To2002 : ICallTreatment
    {
        public Verdict? Treat(Call call) => call.Target == "2001" ? new Verdict.Forward("2002", "unconditional", "2001 goes to 2002") : null;
    }

    private sealed class Sends2002To2001 : ICallTreatment
    {
        public Verdict? Treat(Call call) => call.Target == "2002" ? new Verdict.Forward("2001", "unconditional", "2002 goes to 2001") : null;
    }

    private sealed class SendsOnAndOn : ICallTreatment
    {
        public Verdict? Treat(Call call) => new Verdict.Forward(call.Target + "1", "unconditional", "further");
    }

    private sealed class SendsUnansweredToMary : ICallTreatment
    {
        public Verdict? Treat(Call call) => call.Target == "2003" ? null : new Verdict.Forward("2003", call.RangFor.ToString()!, "to Mary");
    }

    private sealed class Throws : ICallTreatment
    {
        public Verdict? Treat(Call call) => throw new InvalidOperationException("broken");
    }

    private sealed class RefusesWith200 : ICallTreatment
    {
        public Verdict? Treat(Call call) => new Verdict.Refuse(200, "OK", "nonsense");
    }

    private sealed class ForwardsNowhere : ICallTreatment
    {
        public Verdict? Treat(Call call) => new Verdict.Forward("", "unconditional", "nonsense");
    }

    private sealed class CannotBeMade : ICallTreatment
    {
        public CannotBeMade() => throw new InvalidOperationException("no");

        public Verdict? Treat(Call call) => null;
    }

    private sealed class LogLines : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (Lines)
            {
                Lines.Add(formatter(state, exception));
            }
        }

        public void Dispose()
        {
        }
    }
}
