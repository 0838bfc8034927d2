using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Configuration;
using Portal.Identity.Sessions;
using Portal.Testing.Clock;

namespace Portal.Identity.Tests;

public class Asking_who_an_address_is
{
    [Theory]
    [InlineData("127.0.0.1", "Loopback")]
    [InlineData("::1", "Loopback")]
    [InlineData("::ffff:10.1.2.3", "Private")]
    [InlineData("172.31.255.255", "Private")]
    [InlineData("172.32.0.1", "Public")]
    [InlineData("192.168.1.20", "Private")]
    [InlineData("fd00::1", "Private")]
    [InlineData("fe80::1", "LinkLocal")]
    [InlineData("100.64.0.1", "Shared")]
    [InlineData("203.0.113.9", "Documentation")]
    [InlineData("224.0.0.251", "Reserved")]
    [InlineData("8.8.8.8", "Public")]
    [InlineData("2a00:1450::1", "Public")]
    public void Tells_what_kind_it_is(string address, string kind) => AddressKinds.KindOf(IPAddress.Parse(address)).ToString().ShouldBe(kind);

    [Fact]
    public async Task Shows_what_the_WHOIS_server_says_of_the_network()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var served = ServeAsync(listener, "% comment\r\nnetname: EXAMPLE-NET\r\ndescr: Example <b>Ltd</b>\r\ncountry: GB\r\nmnt-by: NOT-SHOWN\r\n");
        var whois = Asking($"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        var (network, trouble) = await whois.NetworkOfAsync(IPAddress.Parse("8.8.8.8"), default);
        trouble.ShouldBeNull();
        network.ShouldBe([("netname", "EXAMPLE-NET"), ("descr", "Example <b>Ltd</b>"), ("country", "GB")]);
        (await served).ShouldBe("8.8.8.8\r\n");
    }

    [Fact]
    public async Task Says_so_when_the_WHOIS_server_is_silent()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var clock = new ManualTimeProvider();
        var asking = Asking($"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", clock).NetworkOfAsync(IPAddress.Parse("8.8.8.8"), default);
        using var held = await listener.AcceptTcpClientAsync();
        clock.Advance(TimeSpan.FromSeconds(3));
        var (network, trouble) = await asking;
        network.ShouldBeEmpty();
        trouble.ShouldNotBeNull().ShouldContain("does not answer");
    }

    private static WhoIs Asking(string server, TimeProvider? clock = null) => new(
        new ConfigurationBuilder().AddInMemoryCollection([new("Identity:WhoisServer", server), new("Identity:ReverseDns", "false")]).Build(),
        clock ?? TimeProvider.System);

    private static async Task<string> ServeAsync(TcpListener listener, string answer)
    {
        using var client = await listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        var buffer = new byte[256];
        var length = await stream.ReadAsync(buffer);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(answer));
        return Encoding.ASCII.GetString(buffer, 0, length);
    }
}
