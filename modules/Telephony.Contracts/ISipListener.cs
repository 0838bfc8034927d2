using System.Net;

namespace Portal.Telephony.Contracts;

/// <summary>Where the switch listens for SIP.</summary>
public interface ISipListener
{
    /// <summary>The address and port bound for UDP and TCP alike; null before the start.</summary>
    IPEndPoint? Address { get; }
}
