namespace Portal.Testing.Peers;

/// <summary>What a <see cref="Sipp"/> shall do.</summary>
/// <param name="Scenario">A scenario as XML text, or the name of one under <c>bench/sipp</c> (<c>register</c>, <c>answer</c>, <c>call</c>, <c>call-direct</c>).</param>
/// <param name="Target">Server as <c>address:port</c>; null for a scenario that waits for requests.</param>
public sealed record SippRun(string Scenario, string? Target = null)
{
    /// <summary>The scenario is one that sipp brings along: <c>uac</c>, <c>uas</c>, <c>regexp</c>, <c>branchc</c>, ….</summary>
    public bool IsBuiltIn { get; init; }

    /// <summary>Local address; <c>[::1]</c> for IPv6.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>Calls (or registrations) in all.</summary>
    public int Calls { get; init; } = 1;

    /// <summary>New calls per second.</summary>
    public double Rate { get; init; } = 10;

    /// <summary>Most calls at the same time; null for no limit of ours.</summary>
    public int? Concurrent { get; init; }

    /// <summary>Length of a <c>&lt;pause/&gt;</c> without a time of its own.</summary>
    public TimeSpan Talk { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary><c>u1</c> UDP with one socket, <c>t1</c> TCP with one connection, <c>tn</c> TCP with one for each call.</summary>
    public string Transport { get; init; } = "u1";

    /// <summary>Lines of the data file, taken in turn; a field is <c>[field0]</c>, <c>[field1]</c>, … in the scenario.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>URI in digest answers (without <c>sip:</c>); sipp takes the target's address and port when null.</summary>
    public string? AuthUri { get; init; }

    /// <summary>Keys of the scenario; a value is filled in for <c>[name]</c>.</summary>
    public IReadOnlyDictionary<string, string> Keys { get; init; } = new Dictionary<string, string>();

    /// <summary>Further arguments, as they are.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Line of <see cref="Users"/> for the scenarios under <c>bench/sipp</c>.</summary>
    public static string User(string user, string domain, string password, string called = "") =>
        $"{user};{domain};[authentication username={user} password={password}];{called}";
}
