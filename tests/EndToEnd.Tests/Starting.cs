using System.Net;
using System.Net.Sockets;
using Portal.Testing;

namespace Portal.EndToEnd.Tests;

public class Starting
{
    [Fact]
    public async Task With_a_web_port_in_use_says_so_in_one_line_and_ends_with_1()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        await using var portal = PortalProcess.Start(null, "--urls", $"http://{taken.LocalEndpoint}");
        await EndsSayingAsync(portal, "in use");
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task With_a_SIP_port_in_use_says_so_in_one_line_and_ends_with_1(bool udp)
    {
        using var taken = udp
            ? new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
            : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, FreePort.Next()));
        if (!udp)
        {
            taken.Listen();
        }

        var port = ((IPEndPoint)taken.LocalEndPoint!).Port;
        await using var portal = PortalProcess.Start(null, "--Sip:Port", $"{port}");
        await EndsSayingAsync(portal, $"{port}");
    }

    [Fact]
    public async Task With_a_data_folder_that_cannot_be_written_says_so_in_one_line_and_ends_with_1()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["data"], "a file where the folder should be");
        await using var portal = PortalProcess.Start(null, "--Data:Path", folder["data"] + "/below");
        await EndsSayingAsync(portal, "cannot be written");
    }

    [Fact]
    public async Task A_demo_refuses_to_listen_for_other_machines()
    {
        await using var web = PortalProcess.Start(null, "--demo", "--urls", "http://0.0.0.0:0");
        await EndsSayingAsync(web, "this machine only");
        await using var sip = PortalProcess.Start(null, "--demo", "--Sip:Address", "0.0.0.0");
        await EndsSayingAsync(sip, "this machine only");
    }

    private static async Task EndsSayingAsync(PortalProcess portal, string words)
    {
        (await portal.ExitAsync()).ShouldBe(1, portal.Output);
        var said = portal.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(l => l.Contains(words, StringComparison.OrdinalIgnoreCase)).ToArray();
        said.Length.ShouldBe(1, portal.Output);
        portal.Output.ShouldNotContain("   at ", customMessage: "no stack trace");
    }
}
