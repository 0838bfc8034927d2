using System.Net;
using Portal.Sip.Authentication;

namespace Portal.Sip;

/// <summary>A peer that calls are exchanged with: a carrier, a gateway, another office.</summary>
public sealed record TrunkOptions
{
    /// <summary>What it is called in metrics.</summary>
    public required string Name { get; init; }

    /// <summary>Where calls go, in order, each found by RFC 3263; empty: the servers of <see cref="Registration"/>.</summary>
    public IReadOnlyList<SipUri> Targets { get; init; } = [];

    /// <summary>We register with the peer; null (the default): it knows where we are.</summary>
    public OutboundRegistrationOptions? Registration { get; init; }

    /// <summary>Answers the peer's challenges to our calls; null: those of <see cref="Registration"/>.</summary>
    public DigestCredentials? Credentials { get; init; }

    /// <summary>Calls at the same time, both ways together; 0 (the default) has no limit.</summary>
    public int MaxCalls { get; init; }

    /// <summary>How long a target may be silent on an INVITE before the next is tried; default 4 s.</summary>
    public TimeSpan NextTargetAfter { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How often each target is asked by OPTIONS whether it lives; default 30 s. Zero never asks, and then no target is ever taken out.</summary>
    public TimeSpan ProbeEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an OPTIONS may take; default 4 s.</summary>
    public TimeSpan ProbeWithin { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Failures in a row after which a target gets no more calls, until it answers OPTIONS again; default 2.</summary>
    public int FailuresUntilOut { get; init; } = 2;

    /// <summary>
    /// Networks that the peer calls from, beside the addresses of its targets. A source address can be forged over UDP: give the peer a <see cref="Login"/> where it can use one.
    /// </summary>
    public IReadOnlyList<IPNetwork> Sources { get; init; } = [];

    /// <summary>The peer must prove this account when it calls, from any address or, with <see cref="Sources"/>, from those; null (the default): its address is enough.</summary>
    public TrunkLogin? Login { get; init; }

    /// <summary>Spreads the OPTIONS of many trunks; null: the process's random numbers.</summary>
    public Random? Random { get; init; }
}

/// <summary>How a peer proves itself to us.</summary>
/// <param name="Authenticator">May serve others too.</param>
/// <param name="Credential">The peer's user name, realm and password.</param>
public sealed record TrunkLogin(DigestAuthenticator Authenticator, DigestCredential Credential);

/// <summary>A target of a trunk at a moment.</summary>
/// <param name="IsUp">False: it gets no calls.</param>
/// <param name="Since">When it was taken out or put back in.</param>
/// <param name="StatusCode">What it answered last; 408 and 503 also where it did not, 0 before it was asked.</param>
/// <param name="RoundTrip">How long its last answer to OPTIONS took; null when there was none.</param>
public sealed record TrunkTarget(SipUri Uri, bool IsUp, DateTimeOffset Since, int StatusCode = 0, TimeSpan? RoundTrip = null);

/// <summary>Why there is no call.</summary>
public enum TrunkRefusal
{
    None,
    /// <summary>As many calls as allowed are in progress.</summary>
    Full,
    /// <summary>Every target is out, or none could be found.</summary>
    NoTarget,
}

/// <summary>A call through a trunk, or why there is none.</summary>
/// <param name="Session">To be started; null when refused. It counts against the limit until it has ended, so one that is not wanted any more must be cancelled.</param>
public sealed record TrunkCall(InviteUacSession? Session, TrunkRefusal Refusal = TrunkRefusal.None);
