using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Portal.Testing.Peers;

/// <summary>A mail that <see cref="SmtpServer"/> took.</summary>
/// <param name="Secure">The connection was protected when it came.</param>
/// <param name="User">Who the client signed in as.</param>
/// <param name="Data">The message as it was sent, headers and all.</param>
public sealed record TakenMail(string From, IReadOnlyList<string> To, bool Secure, string? User, string Data);

/// <summary>The smtp-server of npm on a free port of 127.0.0.1, with a certificate made for this test.</summary>
public sealed class SmtpServer : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly PeerProcess process;
    private readonly TemporaryFolder folder;

    private SmtpServer(PeerProcess process, TemporaryFolder folder, int port) => (this.process, this.folder, Port) = (process, folder, port);

    public int Port { get; }

    /// <summary>The certificate, to be trusted by the client.</summary>
    public string Certificate => folder["cert.pem"];

    /// <param name="security"><c>StartTls</c>, <c>Tls</c> or <c>None</c>.</param>
    /// <param name="busy">So many recipients are refused for the moment (451) before one is taken; <c>nobody…</c> is always refused for good (550).</param>
    /// <param name="port">A given port, to come back where a server was before; 0 takes a free one.</param>
    public static async Task<SmtpServer> StartAsync(string security = "StartTls", string? user = null, string? password = null, string method = "PLAIN", int busy = 0, int port = 0)
    {
        var folder = new TemporaryFolder();
        WriteCertificate(folder);
        var options = JsonSerializer.Serialize(new { folder = folder.Path, security, user, password, method, busy, port }, Json);
        var process = PeerProcess.Start(Peer.Require("node"), [Repository.File("tests/Portal.Testing/Peers/smtp-server.cjs"), options], folder.Path);
        var listening = await Eventually.ValueAsync(() => Task.FromResult(process.HasExited
            ? throw new InvalidOperationException("The mail server does not start:\n" + process.Output)
            : Lines(process).FirstOrDefault(l => l.Contains("\"port\"", StringComparison.Ordinal))));
        return new SmtpServer(process, folder, JsonDocument.Parse(listening).RootElement.GetProperty("port").GetInt32());
    }

    public IReadOnlyList<TakenMail> Mails =>
        [.. Lines(process).Where(l => l.Contains("\"data\"", StringComparison.Ordinal)).Select(l => JsonSerializer.Deserialize<TakenMail>(l, Json)!)];

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        folder.Dispose();
    }

    private static string[] Lines(PeerProcess process) =>
        process.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static void WriteCertificate(TemporaryFolder folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        // A certificate is judged by the real clock, whatever the test's says.
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
        File.WriteAllText(folder["cert.pem"], certificate.ExportCertificatePem());
        File.WriteAllText(folder["key.pem"], key.ExportPkcs8PrivateKeyPem());
    }
}
