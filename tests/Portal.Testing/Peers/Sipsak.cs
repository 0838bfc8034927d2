namespace Portal.Testing.Peers;

/// <summary>sipsak, which sends single requests and odd ones.</summary>
public static class Sipsak
{
    /// <summary>Runs it to its end; skips the test where it is not installed. At the deadline (30 s) it is killed and <see cref="TimeoutException"/> thrown.</summary>
    /// <returns>Its exit code, 0 when it got the answer it wanted, and what it printed.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        var program = Peer.Require("sipsak");
        using var folder = new TemporaryFolder();
        await using var process = PeerProcess.Start(program, arguments, folder.Path);
        var code = await process.ExitAsync(TimeSpan.FromSeconds(30));
        return (code, process.Output);
    }
}
