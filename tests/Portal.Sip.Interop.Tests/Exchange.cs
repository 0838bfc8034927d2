using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Portal.Sip.Authentication;
using Portal.Sip.Registration;
using Portal.Testing;

namespace Portal.Sip.Interop.Tests;

/// <summary>
/// A small office made of the library's public parts alone: a registrar with digest, and calls between its telephones joined as a B2BUA, with hold, DTMF and
/// transfers, and a trunk for numbers that begin with 0.
/// </summary>
internal sealed class Exchange : IAsyncDisposable
{
    /// <summary>Domain and digest realm; a name that everybody can look up.</summary>
    public const string Domain = "localhost";

    private readonly InMemoryLocationStore _locations = new();
    private readonly List<string> _log = [];
    private readonly X509Certificate2? _certificate;

    public Exchange(IPAddress? address = null, int port = 0, bool tls = false, Trunk? trunk = null, DigestOptions? digest = null, bool webSocket = false)
    {
        address ??= IPAddress.Loopback;
        Authenticator = new DigestAuthenticator(digest);
        List<SipListen> listen = [new(SipTransportKind.Udp, address, port), new(SipTransportKind.Tcp, address, port)];
        if (tls)
        {
            _certificate = SelfSigned();
            listen.Add(new(SipTransportKind.Tls, address, 0));
        }
        if (webSocket) listen.Add(new(SipTransportKind.Ws, address, 0));
        Calls = new Calling(this, trunk);
        Endpoint = new SipEndpoint(
            new SipEndpointOptions { Listen = listen, Trace = Traffic.Trace, Tls = _certificate is { } own ? new() { Certificate = () => SslStreamCertificateContext.Create(own, null, offline: true) } : null },
            [new Registering(this, new Registrar(_locations)), Calls], new ListLogger(_log));
        Endpoint.Start();
    }

    public SipEndpoint Endpoint { get; }
    public DigestAuthenticator Authenticator { get; }
    public Calling Calls { get; }
    public Traffic Traffic { get; } = new();

    public int Port => Endpoint.LocalEndPoints[0].Address.Port;

    /// <summary>Where phones of this transport go.</summary>
    public string Server(string transport = "udp") =>
        Endpoint.LocalEndPoints.First(local => local.Transport == Enum.Parse<SipTransportKind>(transport, ignoreCase: true)).Address.ToString();

    /// <summary>What went wrong, line by line.</summary>
    public IReadOnlyList<string> Logged { get { lock (_log) return [.. _log]; } }

    public IReadOnlyList<Binding> BindingsOf(string user) => _locations.Find($"sip:{user}@{Domain}");

    /// <summary>Every user exists; 2001's password is s2001.</summary>
    public static string PasswordOf(string user) => "s" + user;

    public static DigestCredential Credential(string user) => DigestCredential.FromPassword(user, Domain, PasswordOf(user));

    public async ValueTask DisposeAsync()
    {
        await Endpoint.DisposeAsync();
        Traffic.Write();
        _locations.Dispose();
        _certificate?.Dispose();
    }

    /// <summary>After the calls of a test: nothing is left of them, and nothing went wrong.</summary>
    public async Task IsQuietAsync()
    {
        await Eventually.TrueAsync(() => Endpoint.Live.Dialogs == 0);
        Logged.ShouldBeEmpty();
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private sealed class ListLogger(List<string> lines) : ILogger<SipEndpoint>
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (lines) lines.Add(formatter(state, exception) + exception);
        }
    }
}

/// <summary>A carrier: where it is, how we prove who we are, and who is rung by calls to that account.</summary>
internal sealed record Trunk(SipFlow Flow, DigestCredential Credential, string Rings = "2001");

internal sealed class Registering(Exchange exchange, Registrar registrar) : ISipRequestHandler
{
    public string Method => SipMethod.Register;

    public bool RunsInline => true;

    public ValueTask HandleAsync(SipServerTransaction transaction, CancellationToken cancellation)
    {
        var request = transaction.Request;
        exchange.Traffic.Saw(request.CallId);
        var result = exchange.Authenticator.Authenticate(request, Exchange.Domain, proxy: false, Exchange.Credential, out var who);
        if (result is DigestResult.BadResponse)
        {
            transaction.Respond(403);
            return default;
        }
        if (result is not DigestResult.Ok)
        {
            var challenge = transaction.CreateResponse(401);
            exchange.Authenticator.Challenge(challenge, request, Exchange.Domain, stale: result is DigestResult.Stale or DigestResult.Replayed);
            transaction.Respond(challenge);
            return default;
        }
        var aor = request.To.Uri.ToAddressOfRecord();
        transaction.Respond(aor.User == who!.UserName ? registrar.Process(transaction, $"sip:{aor.User}@{Exchange.Domain}") : transaction.CreateResponse(403));
        return default;
    }
}
