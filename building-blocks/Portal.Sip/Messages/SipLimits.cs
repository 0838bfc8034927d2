namespace Portal.Sip;

/// <summary>Hard limits on what is read from the network; beyond them a message is refused, never grown into.</summary>
public static class SipLimits
{
    /// <summary>Octets of a whole message, start line to end of body (64 KiB).</summary>
    public const int MessageBytes = 64 * 1024;

    /// <summary>Header lines in a message.</summary>
    public const int HeaderLines = 256;

    /// <summary>Octets of one header line after its name.</summary>
    public const int HeaderValueBytes = 16 * 1024;

    /// <summary>Parameters of one header value or URI.</summary>
    public const int Parameters = 64;

    /// <summary>Comma-joined values that are read of one header.</summary>
    public const int ValuesPerHeader = 128;
}
