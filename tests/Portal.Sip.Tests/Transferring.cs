using Portal.Sip.Transfer;
using Portal.Testing;

namespace Portal.Sip.Tests;

/// <summary>REFER and Replaces (RFC 3515, 3891, 5589).</summary>
public class Transferring
{
    private sealed class Call : IAsyncDisposable
    {
        public Bench Bench { get; private init; } = null!;
        public InviteUasSession Leg { get; private init; } = null!;
        public string Tag { get; private init; } = "";
        private uint _cseq = 1;

        public static async Task<Call> StartAsync()
        {
            InviteUasSession? leg = null;
            Task<SipRequest?>? ack = null;
            var bench = new Bench(handlers: new Handler(SipMethod.Invite, t =>
            {
                leg = t.Endpoint.CreateUasSession((InviteServerTransaction)t, "2001");
                ack = leg.AnswerAsync("v=0\r\n"u8.ToArray(), "application/sdp");
            }));
            bench.Wire.Receive(bench.FromPhone(SipMethod.Invite));
            var tag = bench.Wire.Responses[^1].To.Tag!;
            bench.Wire.Receive(bench.FromPhone(SipMethod.Ack, "z9hG4bKack", toTag: tag));
            await ack!.WaitAsync(Eventually.Deadline);
            bench.Wire.Forget();
            return new Call { Bench = bench, Leg = leg!, Tag = tag };
        }

        public void Receive(string method, params (string Name, string Value)[] headers)
        {
            var request = Bench.FromPhone(method, "z9hG4bKr" + ++_cseq, _cseq, Tag);
            foreach (var (name, value) in headers) request.Headers.Add(name, value);
            Bench.Wire.Receive(request);
        }

        public void Notify(string body, string state, string refer)
        {
            var request = Bench.FromPhone(SipMethod.Notify, "z9hG4bKn" + ++_cseq, _cseq, Tag);
            request.Headers.Add("Event", refer).Add("Subscription-State", state);
            request.SetBody(body, "message/sipfrag;version=2.0");
            Bench.Wire.Receive(request);
        }

        public async Task<SipRequest> SentAsync(string method, int count = 1)
        {
            await Eventually.TrueAsync(() => Bench.Wire.Requests.Where(r => r.Method == method).DistinctBy(r => r.CSeq.Number).Count() >= count);
            var sent = Bench.Wire.Requests.Where(r => r.Method == method).DistinctBy(r => r.CSeq.Number).ElementAt(count - 1);
            Bench.Wire.Receive(Bench.Answer(sent, 200, "phonetag"));
            return sent;
        }

        public ValueTask DisposeAsync() => Bench.DisposeAsync();
    }

    [Fact]
    public async Task A_REFER_is_taken_and_reported_on_in_order()
    {
        await using var call = await Call.StartAsync();
        IncomingReferral? referral = null;
        call.Leg.RequestReceived = t =>
        {
            referral = IncomingReferral.Accept(call.Leg, t);
            return Task.CompletedTask;
        };
        call.Receive(SipMethod.Refer, ("Refer-To", "<sip:2003@192.0.2.1?Replaces=abc%40x%3Bto-tag%3Dt1%3Bfrom-tag%3Df1>"), ("Referred-By", "<sip:2002@192.0.2.1>"));
        await Eventually.TrueAsync(() => referral is not null);
        call.Bench.Wire.Responses.Single().StatusCode.ShouldBe(202);
        referral!.Target.Uri.User.ShouldBe("2003");
        referral.Replaces.ShouldBe(new Replaces("abc@x", "t1", "f1"));
        referral.ReferredBy!.Uri.User.ShouldBe("2002");

        referral.Report(180);
        referral.Report(200);
        referral.Report(486);

        var first = await call.SentAsync(SipMethod.Notify);
        (first.BodyText, first.Headers["Event"], first.Headers["Subscription-State"]).ShouldBe(("SIP/2.0 100 Trying\r\n", "refer;id=2", "active;expires=60"));
        (await call.SentAsync(SipMethod.Notify, 2)).BodyText.ShouldBe("SIP/2.0 180 Ringing\r\n");
        var last = await call.SentAsync(SipMethod.Notify, 3);
        (last.BodyText, last.Headers["Subscription-State"]).ShouldBe(("SIP/2.0 200 OK\r\n", "terminated;reason=noresource"));
        call.Leg.IsEstablished.ShouldBeTrue();
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("<sip:a@b>, <sip:c@d>", 400)]
    [InlineData("<http://example.com>", 416)]
    public async Task A_REFER_that_names_nobody_is_refused(string target, int status)
    {
        await using var call = await Call.StartAsync();
        call.Leg.RequestReceived = t =>
        {
            IncomingReferral.Accept(call.Leg, t).ShouldBeNull();
            return Task.CompletedTask;
        };
        call.Receive(SipMethod.Refer, ("Refer-To", target));
        await Eventually.TrueAsync(() => call.Bench.Wire.Responses.Count == 1);
        call.Bench.Wire.Responses[0].StatusCode.ShouldBe(status);
        call.Bench.Wire.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_is_reported_to_who_does_not_want_it()
    {
        await using var call = await Call.StartAsync();
        call.Leg.RequestReceived = t =>
        {
            IncomingReferral.Accept(call.Leg, t)!.Report(200);
            return Task.CompletedTask;
        };
        call.Receive(SipMethod.Refer, ("Refer-To", "<sip:2003@192.0.2.1>"), ("Refer-Sub", "false"));
        await Eventually.TrueAsync(() => call.Bench.Wire.Responses.Count == 1);
        call.Bench.Wire.Responses[0].Headers["Refer-Sub"].ShouldBe("false");
        call.Bench.Wire.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Our_REFER_learns_how_the_call_went()
    {
        await using var call = await Call.StartAsync();
        var referring = call.Leg.ReferAsync(SipUri.Parse("sip:2003@192.0.2.1"), new Replaces("abc@x", "t1", "f1"));
        var refer = await call.SentAsync(SipMethod.Refer);
        refer.Headers["Refer-To"].ShouldBe("<sip:2003@192.0.2.1?Replaces=abc%40x%3Bto-tag%3Dt1%3Bfrom-tag%3Df1>");
        var referral = await referring.WaitAsync(Eventually.Deadline);
        call.Notify("SIP/2.0 180 Ringing\r\n", "active;expires=60", $"refer;id={refer.CSeq.Number}");
        call.Bench.Wire.Responses[^1].StatusCode.ShouldBe(200);
        referral.Latest.ShouldBe(180);
        referral.Outcome.IsCompleted.ShouldBeFalse();
        call.Notify("SIP/2.0 486 Busy Here\r\nWarning: x", "terminated;reason=noresource", $"refer;id={refer.CSeq.Number}");
        (await referral.Outcome.WaitAsync(Eventually.Deadline)).ShouldBe(486);
    }

    [Fact]
    public async Task The_end_of_the_call_ends_the_report()
    {
        await using var call = await Call.StartAsync();
        var referring = call.Leg.ReferAsync(SipUri.Parse("sip:2003@192.0.2.1"));
        await call.SentAsync(SipMethod.Refer);
        var referral = await referring.WaitAsync(Eventually.Deadline);
        call.Receive(SipMethod.Bye);
        (await referral.Outcome.WaitAsync(Eventually.Deadline)).ShouldBe(0);
    }

    [Fact]
    public async Task The_call_to_be_replaced_is_found_by_its_own_tags()
    {
        await using var call = await Call.StartAsync();
        (InviteSession?, int) Find(string value)
        {
            var invite = new SipRequest(SipMethod.Invite, SipUri.Parse("sip:a@b"));
            invite.Headers.Add("Replaces", value);
            return call.Bench.Endpoint.FindReplaced(invite);
        }

        var id = call.Leg.CallId;
        Find($"{id};to-tag={call.Tag};from-tag=phonetag").ShouldBe((call.Leg, 0));
        Find($"{id};to-tag={call.Tag};from-tag=phonetag;early-only").ShouldBe((null, 486));
        Find($"{id};to-tag=phonetag;from-tag={call.Tag}").ShouldBe((null, 481));
        Find($"{id};to-tag={call.Tag}").ShouldBe((null, 400));
    }
}
