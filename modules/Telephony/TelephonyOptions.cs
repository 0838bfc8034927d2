using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;
using Portal.Modularity;

namespace Portal.Telephony;

/// <summary>Settings under <c>Sip:</c> (where to listen) and <c>Telephony:</c> (how calls behave).</summary>
internal sealed record TelephonyOptions
{
    /// <summary><c>Sip:Address</c>; default every address, and the loopback in a demonstration.</summary>
    public IPAddress Address { get; init; } = IPAddress.Any;

    /// <summary><c>Sip:Port</c> for UDP and TCP; default 5060, 0 takes any free one.</summary>
    public int Port { get; init; } = 5060;

    /// <summary><c>Sip:Host</c>: the host name or address that telephones reach this machine by; default the address a telephone was reached from.</summary>
    public string? AdvertisedHost { get; init; }

    /// <summary><c>Telephony:RingSeconds</c>; default 30.</summary>
    public TimeSpan RingTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary><c>Telephony:SessionSeconds</c>: after this long without a sign of life a call is over (RFC 4028); default 1800, at least 90.</summary>
    public TimeSpan SessionInterval { get; init; } = TimeSpan.FromSeconds(1800);

    /// <summary><c>Telephony:MaxCallMinutes</c>: no call lasts longer; default 720.</summary>
    public TimeSpan LongestCall { get; init; } = TimeSpan.FromHours(12);

    /// <summary><c>Telephony:MaxCallsPerExtension</c>: calls one extension may be making at a time; default 200, 0 for any number.</summary>
    public int CallsPerExtension { get; init; } = 200;

    /// <summary><c>Telephony:MaxCallsPerCompany</c>; default 2000, 0 for any number.</summary>
    public int CallsPerCompany { get; init; } = 2000;

    /// <exception cref="StartupException">A setting cannot be read; the message names it.</exception>
    public static TelephonyOptions From(IConfiguration settings)
    {
        var demo = string.Equals(settings["Demo"], "true", StringComparison.OrdinalIgnoreCase);
        return new TelephonyOptions
        {
            Address = ReadAddress(settings["Sip:Address"]) ?? (demo ? IPAddress.Loopback : IPAddress.Any),
            Port = Number(settings, "Sip:Port", 5060, 0, 65535),
            AdvertisedHost = settings["Sip:Host"] is { Length: > 0 } host ? host : null,
            RingTime = TimeSpan.FromSeconds(Number(settings, "Telephony:RingSeconds", 30, 5, 600)),
            SessionInterval = TimeSpan.FromSeconds(Number(settings, "Telephony:SessionSeconds", 1800, 90, 86400)),
            LongestCall = TimeSpan.FromMinutes(Number(settings, "Telephony:MaxCallMinutes", 720, 1, 10080)),
            CallsPerExtension = Number(settings, "Telephony:MaxCallsPerExtension", 200, 0, int.MaxValue),
            CallsPerCompany = Number(settings, "Telephony:MaxCallsPerCompany", 2000, 0, int.MaxValue),
        };
    }

    private static IPAddress? ReadAddress(string? text) => text switch
    {
        null or "" => null,
        _ when IPAddress.TryParse(text, out var address) => address,
        _ => throw new StartupException($"--Sip:Address is \"{text}\"; it must be an IP address of this machine, such as 0.0.0.0 or 192.0.2.10."),
    };

    private static int Number(IConfiguration settings, string key, int otherwise, int least, int most)
    {
        if (settings[key] is not { Length: > 0 } text)
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw new StartupException($"--{key} is \"{text}\"; it must be a whole number from {least} to {most}.");
    }
}
