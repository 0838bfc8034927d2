using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Portal.Mail.Sending;

/// <summary>
/// One conversation with a mail server (RFC 5321, STARTTLS of RFC 3207, AUTH of RFC 4954). The framework's own client knows no
/// TLS from the first byte, cannot be told which authority to trust, and does not tell a refused recipient from a bad day.
/// </summary>
internal sealed class SmtpSession : IAsyncDisposable
{
    private readonly MailOptions _options;
    private readonly TcpClient _tcp = new();
    private Stream _stream = Stream.Null;
    private StreamReader _reader = StreamReader.Null;
    private string[] _extensions = [];

    private SmtpSession(MailOptions options) => _options = options;

    /// <summary>Connects, protects the connection as configured, and signs in where there is a user.</summary>
    public static async Task<SmtpSession> OpenAsync(MailOptions options, CancellationToken ct)
    {
        var session = new SmtpSession(options);
        try
        {
            await session.StartAsync(ct);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    public async Task SendAsync(EmailAddress to, string message, CancellationToken ct)
    {
        await AskAsync($"MAIL FROM:<{_options.From.Value}>", "250", "the sender", ct);
        await AskAsync($"RCPT TO:<{to.Value}>", "25", "the recipient", ct, permanentMeansThisMail: true);
        await AskAsync("DATA", "354", "to take a mail", ct);
        // A line with a dot alone ends the mail; one that begins with a dot gets another (RFC 5321 4.5.2).
        var stuffed = message.Replace("\r\n.", "\r\n..", StringComparison.Ordinal);
        await AskAsync(stuffed.TrimEnd('\r', '\n') + "\r\n.", "250", "this mail", ct, permanentMeansThisMail: true);
        await WriteAsync("QUIT", ct);
    }

    private async Task StartAsync(CancellationToken ct)
    {
        await _tcp.ConnectAsync(_options.Host!, _options.Port, ct);
        Use(_tcp.GetStream());
        if (_options.Security == SmtpSecurity.Tls)
        {
            await ProtectAsync(ct);
        }

        await ExpectAsync("220", "the connection", false, ct);
        await GreetAsync(ct);
        if (_options.Security == SmtpSecurity.StartTls)
        {
            if (!_extensions.Contains("STARTTLS"))
            {
                throw new SmtpRefusal("The mail server offers no STARTTLS; nothing is sent without.");
            }

            await AskAsync("STARTTLS", "220", "STARTTLS", ct);
            await ProtectAsync(ct);
            // What was said before the connection was protected counts for nothing.
            await GreetAsync(ct);
        }

        if (_options.User is { Length: > 0 } user)
        {
            await SignInAsync(user, _options.Password ?? "", ct);
        }
    }

    private async Task GreetAsync(CancellationToken ct)
    {
        await WriteAsync("EHLO " + (Uri.CheckHostName(Environment.MachineName) == UriHostNameType.Dns ? Environment.MachineName : "localhost"), ct);
        _extensions = [.. (await ExpectAsync("250", "the greeting", false, ct)).Select(l => l.Length > 4 ? l[4..].Trim().ToUpperInvariant() : "")];
    }

    private async Task SignInAsync(string user, string password, CancellationToken ct)
    {
        var methods = _extensions.FirstOrDefault(e => e.StartsWith("AUTH ", StringComparison.Ordinal))?.Split(' ') ?? [];
        if (methods.Contains("PLAIN"))
        {
            await AskAsync("AUTH PLAIN " + Base64("\0" + user + "\0" + password), "235", "the sign-in", ct);
            return;
        }

        if (!methods.Contains("LOGIN"))
        {
            throw new SmtpRefusal("The mail server offers no way to sign in that the portal knows (PLAIN, LOGIN).");
        }

        await AskAsync("AUTH LOGIN", "334", "the sign-in", ct);
        await AskAsync(Base64(user), "334", "the sign-in", ct);
        await AskAsync(Base64(password), "235", "the sign-in", ct);
    }

    private async Task ProtectAsync(CancellationToken ct)
    {
        var tls = new SslStream(_stream, leaveInnerStreamOpen: false);
        var settings = new SslClientAuthenticationOptions { TargetHost = _options.Host };
        if (_options.CertificateAuthority is { } file)
        {
            settings.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            settings.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(file);
        }

        await tls.AuthenticateAsClientAsync(settings, ct);
        Use(tls);
    }

    private void Use(Stream stream)
    {
        _stream = stream;
        // A new reader: whatever somebody slipped in before TLS is not read after it.
        _reader = new StreamReader(stream, Encoding.UTF8, false, 1024, leaveOpen: true);
    }

    private async Task AskAsync(string command, string expected, string what, CancellationToken ct, bool permanentMeansThisMail = false)
    {
        await WriteAsync(command, ct);
        await ExpectAsync(expected, what, permanentMeansThisMail, ct);
    }

    private async Task WriteAsync(string line, CancellationToken ct)
    {
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"), ct);
        await _stream.FlushAsync(ct);
    }

    private async Task<List<string>> ExpectAsync(string expected, string what, bool permanentMeansThisMail, CancellationToken ct)
    {
        var lines = new List<string>();
        do
        {
            lines.Add(await _reader.ReadLineAsync(ct) ?? throw new SmtpRefusal($"The mail server closed the connection at {what}."));
        }
        while (lines[^1].Length > 3 && lines[^1][3] == '-' && lines.Count < 100);
        return lines[^1].StartsWith(expected, StringComparison.Ordinal)
            ? lines
            : throw new SmtpRefusal($"The mail server refused {what}: {lines[^1]}", permanentMeansThisMail && lines[^1].StartsWith('5'));
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _tcp.Dispose();
    }
}
