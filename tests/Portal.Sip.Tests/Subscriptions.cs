using System.Text;
using System.Xml.Linq;
using Portal.Sip.Events;
using Portal.Testing;

namespace Portal.Sip.Tests;

/// <summary>RFC 6665, the notifier's side.</summary>
public class Subscriptions
{
    private sealed class Lamp : IEventPackage
    {
        public int? Refusal { get; set; }
        public string State { get; set; } = "idle";
        public string Name => "dialog";
        public string ContentType => DialogInfo.ContentType;
        public ValueTask<int?> AdmitAsync(SipServerTransaction subscribe, CancellationToken cancellation) => new(Refusal);
        public ReadOnlyMemory<byte> Describe(string resource, uint version) => Encoding.UTF8.GetBytes($"{version} {State}");
    }

    private sealed class Watched : IAsyncDisposable
    {
        public Lamp Lamp { get; } = new();
        public Notifier Notifier { get; }
        public Bench Bench { get; }
        public const string Resource = "sip:2001@192.0.2.1";

        public Watched(NotifierOptions? options = null)
        {
            Notifier = new Notifier([Lamp], options);
            Bench = new Bench(handlers: new Inline(Notifier));
        }

        public SipRequest Subscribe(uint? expires = 600, string branch = "z9hG4bKs1", uint cseq = 1, string? toTag = null, string package = "dialog", string? accept = null, string callId = "call-1")
        {
            var request = Bench.FromPhone(SipMethod.Subscribe, branch, cseq, toTag);
            request.Headers[SipHeaderName.CallId] = callId;
            request.Headers.Add("Event", package);
            if (expires is not null) request.Headers.Add("Expires", expires.Value.ToString());
            if (accept is not null) request.Headers.Add("Accept", accept);
            Bench.Wire.Receive(request);
            return request;
        }

        public SipResponse Answer => Bench.Wire.Responses[^1];
        public IReadOnlyList<SipRequest> Notifies => [.. Bench.Wire.Requests.Where(r => r.Method == SipMethod.Notify)];

        public async Task<SipRequest> NotifiedAsync(int count, int answer = 200)
        {
            await Eventually.TrueAsync(() => Notifies.DistinctBy(n => n.CSeq.Number).Count() >= count);
            var notify = Notifies.DistinctBy(n => n.CSeq.Number).ElementAt(count - 1);
            if (answer > 0) Bench.Wire.Receive(Bench.Answer(notify, answer));
            return notify;
        }

        public ValueTask DisposeAsync() => Bench.DisposeAsync();
    }

    /// <summary>So that what the test receives has been handled when Receive returns.</summary>
    private sealed class Inline(ISipRequestHandler inner) : ISipRequestHandler
    {
        public string Method => inner.Method;
        public bool RunsInline => true;
        public ValueTask HandleAsync(SipServerTransaction transaction, CancellationToken cancellation) => inner.HandleAsync(transaction, cancellation);
    }

    [Fact]
    public async Task A_subscriber_is_told_the_state_at_once_and_after_each_change()
    {
        await using var watched = new Watched();
        watched.Subscribe();
        watched.Answer.StatusCode.ShouldBe(200);
        watched.Answer.Headers["Expires"].ShouldBe("600");
        watched.Answer.Headers["Allow-Events"].ShouldBe("dialog");
        var first = await watched.NotifiedAsync(1);
        first.BodyText.ShouldBe("0 idle");
        first.ContentType.ShouldBe("application/dialog-info+xml");
        first.Uri.ToString().ShouldBe("sip:2002@192.0.2.77:5062");
        SubscriptionState.Of(first)!.Kind.ShouldBe(SubscriptionStateKind.Active);
        SubscriptionState.Of(first)!.Expires.ShouldBe(TimeSpan.FromSeconds(600));

        watched.Bench.Wait(1);
        watched.Lamp.State = "busy";
        watched.Notifier.Changed("dialog", Watched.Resource);
        (await watched.NotifiedAsync(2)).BodyText.ShouldBe("1 busy");
    }

    [Fact]
    public async Task Changes_that_follow_fast_are_told_as_one()
    {
        await using var watched = new Watched();
        watched.Subscribe();
        await watched.NotifiedAsync(1);
        for (var i = 0; i < 50; i++)
        {
            watched.Lamp.State = "state" + i;
            watched.Notifier.Changed("dialog", Watched.Resource);
        }
        watched.Notifies.Count.ShouldBe(1);
        watched.Bench.Wait(0.2);
        (await watched.NotifiedAsync(2)).BodyText.ShouldBe("1 state49");
    }

    [Fact]
    public async Task A_NOTIFY_waits_for_the_answer_to_the_one_before()
    {
        await using var watched = new Watched();
        watched.Subscribe();
        await watched.NotifiedAsync(1, answer: 0);
        watched.Notifier.Changed("dialog", Watched.Resource);
        watched.Bench.Wait(0.3);
        watched.Notifies.Select(n => n.CSeq.Number).Distinct().Count().ShouldBe(1);
        watched.Bench.Wire.Receive(Bench.Answer(watched.Notifies[0], 200));
        await watched.NotifiedAsync(2);
    }

    [Fact]
    public async Task A_fetch_gets_one_NOTIFY_and_leaves_nothing_behind()
    {
        await using var watched = new Watched();
        watched.Subscribe(0);
        var notify = await watched.NotifiedAsync(1);
        notify.BodyText.ShouldBe("0 idle");
        SubscriptionState.Of(notify)!.Kind.ShouldBe(SubscriptionStateKind.Terminated);
        watched.Notifier.Count.ShouldBe(0);
        await Eventually.TrueAsync(() => watched.Bench.Endpoint.Live.Dialogs == 0);
    }

    [Fact]
    public async Task A_refresh_prolongs_and_an_unsubscribe_ends()
    {
        await using var watched = new Watched();
        watched.Subscribe(60);
        var tag = watched.Answer.To.Tag;
        await watched.NotifiedAsync(1);
        watched.Bench.Wait(50);
        watched.Subscribe(60, "z9hG4bKs2", 2, tag);
        await watched.NotifiedAsync(2);
        watched.Bench.Wait(50);
        watched.Notifier.Count.ShouldBe(1);
        watched.Subscribe(0, "z9hG4bKs3", 3, tag);
        SubscriptionState.Of(await watched.NotifiedAsync(3)).ShouldBe(new SubscriptionState(SubscriptionStateKind.Terminated, null, "timeout"));
        watched.Notifier.Count.ShouldBe(0);
        watched.Subscribe(60, "z9hG4bKs4", 4, tag);
        await Eventually.TrueAsync(() => watched.Answer.StatusCode == 481);
    }

    [Fact]
    public async Task A_subscription_that_is_not_refreshed_ends_and_says_so()
    {
        await using var watched = new Watched();
        watched.Subscribe(60);
        await watched.NotifiedAsync(1);
        watched.Bench.Wait(61);
        (await watched.NotifiedAsync(2)).Headers["Subscription-State"].ShouldBe("terminated;reason=timeout");
        watched.Notifier.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData(481)]
    [InlineData(404)]
    public async Task A_subscriber_that_has_forgotten_is_forgotten(int status)
    {
        await using var watched = new Watched();
        watched.Subscribe();
        await watched.NotifiedAsync(1, status);
        await Eventually.TrueAsync(() => watched.Notifier.Count == 0 && watched.Bench.Endpoint.Live.Dialogs == 0);
    }

    [Fact]
    public async Task A_subscriber_that_never_answers_is_forgotten()
    {
        await using var watched = new Watched();
        watched.Subscribe();
        await watched.NotifiedAsync(1, answer: 0);
        for (var i = 0; i < 40; i++) watched.Bench.Wait(1);
        await Eventually.TrueAsync(() => watched.Notifier.Count == 0);
    }

    [Fact]
    public async Task What_is_not_offered_is_refused()
    {
        await using var watched = new Watched();
        watched.Subscribe(package: "presence");
        watched.Answer.StatusCode.ShouldBe(489);
        watched.Answer.Headers["Allow-Events"].ShouldBe("dialog");
        watched.Subscribe(accept: "text/plain", branch: "z9hG4bKs2");
        watched.Answer.StatusCode.ShouldBe(406);
        watched.Subscribe(expires: 5, branch: "z9hG4bKs3");
        watched.Answer.StatusCode.ShouldBe(423);
        watched.Answer.Headers["Min-Expires"].ShouldBe("60");
        watched.Lamp.Refusal = 403;
        watched.Subscribe(branch: "z9hG4bKs4");
        watched.Answer.StatusCode.ShouldBe(403);
        watched.Notifier.Count.ShouldBe(0);
        watched.Bench.Endpoint.Live.Dialogs.ShouldBe(0);
    }

    [Fact]
    public async Task One_resource_takes_only_so_many()
    {
        await using var watched = new Watched(new NotifierOptions { MaxPerResource = 2 });
        for (var i = 1; i <= 3; i++) watched.Subscribe(branch: "z9hG4bKs" + i, callId: "call" + i);
        watched.Answer.StatusCode.ShouldBe(403);
        watched.Notifier.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_resource_that_goes_away_ends_its_subscriptions_without_a_state()
    {
        await using var watched = new Watched();
        watched.Subscribe();
        await watched.NotifiedAsync(1);
        watched.Notifier.End("dialog", Watched.Resource);
        var last = await watched.NotifiedAsync(2);
        last.Headers["Subscription-State"].ShouldBe("terminated;reason=noresource");
        last.Body.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void A_dialog_document_can_be_read_and_its_text_cannot_break_out()
    {
        var document = XDocument.Parse(Encoding.UTF8.GetString(DialogInfo.Write("sip:2001@acme.localhost", 7,
        [
            new("a1", DialogInfoState.Early, false, new Replaces("c\"1", "lt", "rt"), new NameAddr(SipUri.Parse("sip:2002@acme.localhost"), "Jane \"<b>\" & Co\u0001")),
        ])));
        XNamespace ns = "urn:ietf:params:xml:ns:dialog-info";
        document.Root!.Attribute("version")!.Value.ShouldBe("7");
        var dialog = document.Root.Element(ns + "dialog")!;
        dialog.Attribute("call-id")!.Value.ShouldBe("c\"1");
        dialog.Attribute("direction")!.Value.ShouldBe("recipient");
        dialog.Element(ns + "state")!.Value.ShouldBe("early");
        dialog.Element(ns + "remote")!.Element(ns + "identity")!.Attribute("display")!.Value.ShouldBe("Jane \"<b>\" & Co ");
    }

    [Theory]
    [InlineData(2, 8, "yes")]
    [InlineData(0, 8, "no")]
    public void A_message_summary_lights_the_lamp_for_new_messages_only(int fresh, int old, string waiting) =>
        Encoding.ASCII.GetString(new MessageSummary(fresh, old, Account: "sip:2001@acme.localhost").ToBytes())
            .ShouldBe($"Messages-Waiting: {waiting}\r\nMessage-Account: sip:2001@acme.localhost\r\nVoice-Message: {fresh}/{old} (0/0)\r\n");
}
