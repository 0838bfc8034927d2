using System.Net;
using Portal.Sip.BackToBack;
using Portal.Testing;

namespace Portal.Sip.Tests;

/// <summary>A B2BUA on a memory transport: each INVITE of the caller rings the groups of telephones given, one group after another.</summary>
internal sealed class TwoLegs : IAsyncDisposable
{
    public const string Sdp = "application/sdp";
    private int _branch;

    public Bench Bench { get; }
    public List<BackToBackCall> Calls { get; } = [];

    /// <summary>The last bytes of the addresses rung, group by group; each call takes them anew.</summary>
    public int[][] Groups { get; set; } = [[20]];

    public TimeSpan? RingTime { get; set; }
    public SessionTimerOptions? Timer { get; set; }
    public Action<BackToBackCall>? Made { get; set; }
    public Action<InviteUacSession>? Leg { get; set; }

    public TwoLegs() => Bench = new Bench(handlers: new Handler(SipMethod.Invite, HandleAsync));

    public MemoryTransport Wire => Bench.Wire;
    public BackToBackCall Call => Calls[^1];

    private async ValueTask HandleAsync(SipServerTransaction transaction)
    {
        var caller = transaction.Endpoint.CreateUasSession((InviteServerTransaction)transaction, "b2b", Timer);
        if (caller.Invite.Headers.Contains(SipHeaderName.Replaces))
        {
            var (replaced, status) = transaction.Endpoint.FindReplaced(caller.Invite);
            if (replaced is null) caller.Reject(status); else await BackToBackCall.Of(replaced)!.ReplaceAsync(replaced, caller);
            return;
        }
        var call = new BackToBackCall(caller);
        Made?.Invoke(call);
        lock (Calls) Calls.Add(call);
        RingingResult? result = null;
        foreach (var group in Groups)
        {
            result = await call.RingAsync([.. group.Select(last => MakeLeg(caller.Invite, last))], RingTime);
            if (result.End is RingingEnd.Answered)
            {
                await call.ConnectAsync(result);
                return;
            }
        }
        call.Refuse(result!);
    }

    public InviteUacSession MakeLeg(SipRequest from, int last, bool body = true)
    {
        var invite = Passing.CreateInvite(from, SipUri.Parse($"sip:u@192.0.2.{last}"));
        if (!body) invite.SetBody(ReadOnlyMemory<byte>.Empty, null);
        var leg = Bench.Endpoint.CreateUacSession(invite, new SipFlow(SipTransportKind.Udp, new IPEndPoint(IPAddress.Parse($"192.0.2.{last}"), 5060)), "b2b", Timer);
        Leg?.Invoke(leg);
        return leg;
    }

    /// <summary>The caller's INVITE; with an offer unless told otherwise.</summary>
    public SipRequest Invite(string? body = "offer", string callId = "call-1", Action<SipRequest>? change = null)
    {
        var invite = Bench.FromPhone(SipMethod.Invite, "z9hG4bKi" + callId);
        invite.Headers[SipHeaderName.CallId] = callId;
        if (body is not null) invite.SetBody(body, Sdp);
        change?.Invoke(invite);
        Wire.Receive(invite);
        return invite;
    }

    /// <summary>The n-th different request of this method sent to 192.0.2.last (77 is the caller), as soon as it is there.</summary>
    public Task<SipRequest> ToAsync(int last, string method, int n = 1) => Eventually.ValueAsync(() => Task.FromResult(All(last, method).ElementAtOrDefault(n - 1)));

    public IReadOnlyList<SipRequest> All(int last, string method) =>
        [.. Wire.Sent.Zip(Wire.SentTo).Where(s => s.First is SipRequest r && r.Method == method && s.Second.Remote.Address.ToString() == $"192.0.2.{last}")
            .Select(s => (SipRequest)s.First).DistinctBy(r => r.TopVia!.Branch)];

    /// <summary>The n-th different answer to the caller for this method with this status.</summary>
    public Task<SipResponse> AnswerAsync(int status, string method = SipMethod.Invite, int n = 1) => Eventually.ValueAsync(() =>
        Task.FromResult(Wire.Responses.Where(r => r.StatusCode == status && r.CSeq.Method == method).DistinctBy(r => (r.TopVia!.Branch, r.Headers[SipHeaderName.RSeq])).ElementAtOrDefault(n - 1)));

    public void Answer(SipRequest request, int status, string? body = null, Action<SipResponse>? change = null)
    {
        var response = ProxyBench.Answer(request, status);
        if (body is not null) response.SetBody(body, Sdp);
        change?.Invoke(response);
        Wire.Receive(response);
    }

    /// <summary>A request of the caller inside the call.</summary>
    public SipRequest FromCaller(string method, SipResponse ok, uint cseq, string? body = null, Action<SipRequest>? change = null)
    {
        var request = Bench.FromPhone(method, "z9hG4bKc" + ++_branch, cseq, ok.To.Tag);
        request.Headers[SipHeaderName.CallId] = ok.CallId;
        return Receive(request, body, change, Wire.PhoneFlow);
    }

    /// <summary>A request of the called inside its dialog with us.</summary>
    public SipRequest FromCalled(SipRequest invite, string method, uint cseq, string? body = null, Action<SipRequest>? change = null)
    {
        var request = SipRequest.Create(method, invite.Contact!.Uri, invite.To.WithTag("at" + invite.Uri.Host), invite.From, invite.CallId, cseq);
        request.Headers.AddFirst(SipHeaderName.Via, $"SIP/2.0/UDP {invite.Uri.Host};branch=z9hG4bKd{++_branch}");
        return Receive(request, body, change, ProxyBench.Flow(int.Parse(invite.Uri.Host.Split('.')[^1])));
    }

    private SipRequest Receive(SipRequest request, string? body, Action<SipRequest>? change, SipFlow from)
    {
        if (body is not null) request.SetBody(body, request.Method == SipMethod.Info ? "application/dtmf-relay" : Sdp);
        change?.Invoke(request);
        Wire.Receive(request, from);
        return request;
    }

    /// <summary>A call that talks: the INVITE of the called leg and the caller's 200.</summary>
    public async Task<(SipRequest Called, SipResponse Ok)> TalkAsync(string callId = "call-1", Action<SipRequest>? change = null, Action<SipResponse>? answer = null)
    {
        var before = All(Groups[0][0], SipMethod.Invite).Count;
        var oks = Wire.Responses.Where(r => r.StatusCode == 200 && r.CSeq.Method == SipMethod.Invite).DistinctBy(r => r.TopVia!.Branch).Count();
        Invite(callId: callId, change: change);
        var called = await ToAsync(Groups[0][0], SipMethod.Invite, before + 1);
        Answer(called, 200, "answer", answer);
        var ok = await AnswerAsync(200, n: oks + 1);
        FromCaller(SipMethod.Ack, ok, 1);
        return (called, ok);
    }

    public ValueTask DisposeAsync() => Bench.DisposeAsync();
}
