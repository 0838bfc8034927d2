using System.Net;
using Microsoft.Extensions.Configuration;
using Portal.Modularity;

namespace Portal.Mail;

/// <summary>How the connection to the mail server is protected.</summary>
public enum SmtpSecurity
{
    /// <summary>Plain first, then STARTTLS; a server without it gets no mail.</summary>
    StartTls,

    /// <summary>TLS from the first byte (port 465).</summary>
    Tls,

    /// <summary>Nothing: for a relay on this machine.</summary>
    None,
}

/// <summary>Settings under <c>Mail:</c>.</summary>
/// <param name="Host">Null: mail goes into a folder of the data folder instead.</param>
/// <param name="CertificateAuthority">A PEM file to trust beside the system's authorities, for a server with a certificate of the house.</param>
internal sealed record MailOptions(
    string? Host, int Port, string? User, string? Password, SmtpSecurity Security, EmailAddress From, string FromName, string? CertificateAuthority)
{
    /// <summary>After so many days a mail that was sent, kept or given up is removed (<c>Mail:KeepDays</c>).</summary>
    public int KeepDays { get; init; } = 90;


    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <exception cref="StartupException">A setting cannot be used.</exception>
    public static MailOptions Read(IConfiguration configuration)
    {
        var smtp = configuration.GetSection("Mail:Smtp");
        if (!Enum.TryParse<SmtpSecurity>(smtp["Security"] ?? nameof(SmtpSecurity.StartTls), ignoreCase: true, out var security))
        {
            throw new StartupException($"--Mail:Smtp:Security is \"{smtp["Security"]}\"; it can be StartTls, Tls or None.");
        }

        var host = string.IsNullOrWhiteSpace(smtp["Host"]) ? null : smtp["Host"]!.Trim();
        var from = smtp["From"] ?? (host is null ? "portal@localhost" : throw new StartupException("--Mail:Smtp:From is missing: the address that mail from the portal comes from."));
        if (!EmailAddress.TryParse(from, out var address))
        {
            throw new StartupException($"--Mail:Smtp:From is \"{from}\", which is no e-mail address.");
        }

        if (host is not null && security == SmtpSecurity.None && smtp["User"] is { Length: > 0 } && !IsLoopback(host))
        {
            throw new StartupException("--Mail:Smtp:Security None would send the mail server's password in clear; choose StartTls or Tls.");
        }

        var port = smtp.GetValue<int?>("Port") ?? security switch { SmtpSecurity.StartTls => 587, SmtpSecurity.Tls => 465, _ => 25 };
        return new MailOptions(host, port, smtp["User"], smtp["Password"], security, address.Value, smtp["FromName"] ?? configuration["Portal:Name"] ?? "Portal", smtp["CertificateAuthority"])
        {
            KeepDays = configuration.GetValue("Mail:KeepDays", 90) is > 0 and <= 3650 and var days
                ? days
                : throw new StartupException("--Mail:KeepDays is the number of days mail is kept, from 1 to 3650."),
        };
    }

    private static bool IsLoopback(string host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    // A record would print its password.
    public override string ToString() => $"{Host}:{Port} ({Security})";
}
