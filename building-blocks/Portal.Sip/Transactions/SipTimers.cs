namespace Portal.Sip;

/// <summary>The base timers of RFC 3261 §17 (table 4).</summary>
public sealed record SipTimers
{
    /// <summary>Round-trip estimate; default 500 ms.</summary>
    public TimeSpan T1 { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest interval between retransmissions of non-INVITE requests and INVITE responses; default 4 s.</summary>
    public TimeSpan T2 { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Longest time a message stays in the network; default 5 s.</summary>
    public TimeSpan T4 { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Timer D over UDP: how long an INVITE client waits for repeated finals; default 32 s.</summary>
    public TimeSpan D { get; init; } = TimeSpan.FromSeconds(32);

    /// <summary>64*T1: timers B, F, H, J, L and M.</summary>
    public TimeSpan Timeout => 64 * T1;

    /// <summary>How long a handler may think before 100 is sent for it (§17.2.1); 200 ms.</summary>
    public TimeSpan Trying { get; init; } = TimeSpan.FromMilliseconds(200);
}
