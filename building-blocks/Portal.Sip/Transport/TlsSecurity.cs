using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Portal.Sip.Transport;

/// <summary>Makes a TLS stream of a TCP stream, as server and as client. The certificate is asked for at every handshake, so that a new one serves at once.</summary>
internal sealed class TlsSecurity(SipTlsOptions options)
{
    // RFC 3261 §26.3.1 and what is still safe: TLS 1.2 and later.
    private const SslProtocols Protocols = SslProtocols.Tls12 | SslProtocols.Tls13;

    internal async Task<Stream> AcceptAsync(Stream stream, CancellationToken cancellation)
    {
        var secure = new SslStream(stream, leaveInnerStreamOpen: false);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = options.Certificate() ?? throw new AuthenticationException("There is no certificate."),
            EnabledSslProtocols = Protocols,
            ClientCertificateRequired = options.RequireClientCertificate,
            RemoteCertificateValidationCallback = options.RequireClientCertificate ? options.Validate : null,
            AllowRenegotiation = false,
        }, cancellation).ConfigureAwait(false);
        return secure;
    }

    internal async Task<Stream> ConnectAsync(Stream stream, string serverName, CancellationToken cancellation)
    {
        var secure = new SslStream(stream, leaveInnerStreamOpen: false);
        var own = options.Certificate();
        await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = serverName,
            EnabledSslProtocols = Protocols,
            // A peer that wants mutual TLS gets the same certificate that we serve with.
            ClientCertificateContext = own,
            RemoteCertificateValidationCallback = options.Validate,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        }, cancellation).ConfigureAwait(false);
        return secure;
    }
}
