using System.Net;
using Portal.Testing;
using Portal.Testing.Peers;

namespace Portal.Sip.Tests;

public class Calls_between_real_peers
{
    [Theory]
    [InlineData("u1", SipTransportKind.Udp)]
    [InlineData("t1", SipTransportKind.Tcp)]
    public async Task Fifty_at_once_are_joined_and_ended(string transport, SipTransportKind kind)
    {
        SipFlow? callee = null;
        var joining = new Joining(() => [callee!]);
        await using var server = new LiveServer(options => options with { ReplyToSourcePort = false }, joining);
        await using var answering = await Sipp.StartAsync(new SippRun("answer") { Calls = 50, Transport = transport });
        callee = new SipFlow(kind, new IPEndPoint(IPAddress.Loopback, answering.Port));

        var calling = await Sipp.RunAsync(new SippRun("call-direct", server.Address.ToString())
        {
            Calls = 50,
            Rate = 50,
            Concurrent = 50,
            Talk = TimeSpan.FromMilliseconds(500),
            Transport = transport,
            Users = ["2001;acme.localhost;;2002"],
        });
        calling.Successful.ShouldBe(50, calling.ToString());
        calling.Failed.ShouldBe(0, calling.ToString());
        var answered = await answering.FinishAsync();
        answered.Successful.ShouldBe(50, answered.ToString());
        await Eventually.TrueAsync(() => joining.Ended == 50);
        server.Endpoint.Live.Dialogs.ShouldBe(0);
        server.Logged.ShouldBeEmpty();
    }
}
