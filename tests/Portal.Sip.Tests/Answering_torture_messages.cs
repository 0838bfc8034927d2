using Portal.Sip.Authentication;
using Portal.Sip.Registration;

namespace Portal.Sip.Tests;

/// <summary>Wire in, wire out: each torture message against a server that registers and challenges calls.</summary>
public class Answering_torture_messages
{
    public static TheoryData<string> Everything => Torture.Files();

    private static LiveServer Server()
    {
        var registrar = new Registrar(new InMemoryLocationStore());
        var digest = new DigestAuthenticator();
        return new LiveServer(null,
            new Handler(SipMethod.Register, t =>
            {
                // Open to all, except that who shows credentials is asked for ours.
                if (t.Request.Headers.Contains(SipHeaderName.Authorization)
                    && digest.Authenticate(t.Request, "example.com", false, _ => null, out var _) is DigestResult.NoCredentials)
                {
                    var challenge = t.CreateResponse(401);
                    digest.Challenge(challenge, t.Request, "example.com");
                    t.Respond(challenge);
                }
                else if (t.Request.To.Uri.IsSip) t.Respond(registrar.Process(t, t.Request.To.Uri.ToAddressOfRecord().ToString()));
                else t.Respond(400, "To Is Not A SIP URI");
            }),
            new Handler(SipMethod.Invite, t => t.Respond(404)),
            new Handler(SipMethod.Message, t => t.Respond(404)));
    }

    [Theory, MemberData(nameof(Everything))]
    public async Task Over_UDP_as_the_RFC_allows(string file)
    {
        await using var server = Server();
        using var peer = new UdpPeer(server.Address);
        var expected = Torture.Named(file);
        peer.Send(expected.Octets);
        var final = await peer.FinalBeforeProbeAsync();
        Torture.Allows(expected.Udp, final?.Status.ToString() ?? "none").ShouldBeTrue($"{file}: {final} where {expected.Udp} is allowed");
        server.Logged.ShouldAllBe(line => !line.Contains("Exception"));
    }

    [Theory, MemberData(nameof(Everything))]
    public async Task Over_TCP_as_the_RFC_allows(string file)
    {
        await using var server = Server();
        using var peer = await TcpPeer.ConnectAsync(server.Address);
        var expected = Torture.Named(file);
        await peer.SendAsync(expected.Octets);
        // What follows would be taken for the missing part of an unfinished body; such a message is one the table lets stay unanswered.
        await peer.SendAsync(Messages.Options("probe", "TCP"));
        var outcome = "none";
        var waits = file == "rfc4475/clerr.dat";
        while (!waits)
        {
            var reply = await peer.ReceiveReplyAsync();
            if (reply is null && outcome == "none") outcome = "closed";
            if (reply is null || reply.IsProbe) break;
            if (reply.Status >= 200 && outcome == "none") outcome = reply.Status.ToString();
        }
        Torture.Allows(expected.Tcp, outcome).ShouldBeTrue($"{file}: {outcome} where {expected.Tcp} is allowed");
        server.Logged.ShouldAllBe(line => !line.Contains("Exception"));

        using var next = new UdpPeer(server.Address);
        next.Send(Messages.Options("after", "UDP", next.Port));
        ((SipResponse)await next.ReceiveAsync()).StatusCode.ShouldBe(200);
    }
}
