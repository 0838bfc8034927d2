using System.Net.Security;

namespace Portal.Sip;

/// <summary>How TLS is spoken (RFC 3261 §26.3.1). TLS 1.2 and 1.3 only.</summary>
public sealed record SipTlsOptions
{
    /// <summary>
    /// The certificate with its key and chain, asked for at every handshake: answering another one replaces it without a restart.
    /// Null refuses the handshake (as a server) or goes without (as a client). <see cref="SipTlsCertificate"/> reads files.
    /// </summary>
    public required Func<SslStreamCertificateContext?> Certificate { get; init; }

    /// <summary>Mutual TLS: a client must show a certificate that <see cref="Validate"/> accepts.</summary>
    public bool RequireClientCertificate { get; init; }

    /// <summary>Decides about the peer's certificate; null: the system's trust store and the server's name.</summary>
    public RemoteCertificateValidationCallback? Validate { get; init; }
}
