using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Portal.Modularity;
using Portal.Telephony.Tests.Rig;

namespace Portal.Telephony.Tests;

public class Listening
{
    [Fact]
    public async Task Takes_a_free_port_and_tells_which()
    {
        await using var portal = await TestSwitch.StartAsync();
        portal.Address.Port.ShouldBeGreaterThan(0);
        portal.Endpoint.LocalEndPoints.Select(e => e.Address.Port).Distinct().ShouldHaveSingleItem("UDP and TCP have the same port");
    }

    [Fact]
    public async Task Says_in_one_line_that_the_port_is_taken()
    {
        using var other = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)other.Client.LocalEndPoint!).Port;

        var error = await Should.ThrowAsync<StartupException>(() => TestSwitch.StartAsync(settings: new() { ["Sip:Port"] = port.ToString() }));

        error.Message.ShouldBe($"SIP cannot listen: UDP 127.0.0.1:{port} is already in use. Stop the program that uses it, or choose another port with --Sip:Port.");
    }

    [Theory]
    [InlineData("Sip:Port", "seventy")]
    [InlineData("Sip:Port", "70000")]
    [InlineData("Sip:Address", "everywhere")]
    [InlineData("Telephony:SessionSeconds", "10")]
    public void Names_a_setting_that_cannot_be_read(string key, string value)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();
        Should.Throw<StartupException>(() => TelephonyOptions.From(settings)).Message.ShouldContain($"--{key} is \"{value}\"");
    }

    [Fact]
    public async Task Goes_on_after_what_is_not_SIP()
    {
        await using var portal = await TestSwitch.StartAsync();
        using (var udp = new UdpClient())
        {
            await udp.SendAsync(new byte[] { 0, 1, 2, 255 }, portal.Address);
            await udp.SendAsync("INVITE\r\n\r\n"u8.ToArray(), portal.Address);
        }

        using (var tcp = new TcpClient())
        {
            await tcp.ConnectAsync(portal.Address);
            await tcp.GetStream().WriteAsync("INVITE sip:2002@acme.localhost SIP/2.0\r\nContent-Len"u8.ToArray());
        }

        (await portal.Phone(portal.People.John).Call("4711").AnsweredAsync()).StatusCode.ShouldBe(404);
    }
}
