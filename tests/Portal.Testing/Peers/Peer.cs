using Xunit;

namespace Portal.Testing.Peers;

/// <summary>Programs of other people that tests use. Where one is missing the test is skipped, except where peers are demanded.</summary>
public static class Peer
{
    /// <summary>True when <c>PORTAL_REQUIRE_PEERS=1</c>: a missing program is then a failure, as in CI.</summary>
    public static bool Demanded => Environment.GetEnvironmentVariable("PORTAL_REQUIRE_PEERS") == "1";

    /// <summary>Full path of the program; skips the test (or fails it, when <see cref="Demanded"/>) where it is not installed.</summary>
    public static string Require(string program, params string[] alsoLookIn)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        if (folders.Concat(alsoLookIn).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists) is { } path)
        {
            return path;
        }
        Missing($"{program} is not installed (Debian: see .ci/run)");
        return "";
    }

    /// <summary>Skips the test, or fails it when <see cref="Demanded"/>.</summary>
    public static void Missing(string reason)
    {
        if (Demanded)
        {
            Assert.Fail(reason);
        }
        Assert.Skip(reason);
    }
}
