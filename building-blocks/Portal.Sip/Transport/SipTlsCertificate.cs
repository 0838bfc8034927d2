using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Portal.Sip;

/// <summary>
/// A certificate in PEM files, read again when one of them changed. Give <see cref="Current"/> to <see cref="SipTlsOptions.Certificate"/>.
/// Files that cannot be read leave the certificate in use as it is and are told to <paramref name="failed"/>.
/// </summary>
/// <param name="certificateFile">The certificate, followed by its chain.</param>
/// <param name="keyFile">The private key, unencrypted; null: in the same file.</param>
/// <param name="failed">Told once a change that could not be read; null: nobody.</param>
public sealed class SipTlsCertificate(string certificateFile, string? keyFile = null, Action<Exception>? failed = null)
{
    private readonly Lock _gate = new();
    private (DateTime, DateTime) _seen;
    private SslStreamCertificateContext? _context;

    /// <summary>The certificate as the files hold it now; null when they never held one.</summary>
    public SslStreamCertificateContext? Current()
    {
        // Two file times a handshake cost nothing beside the handshake.
        var now = (File.GetLastWriteTimeUtc(certificateFile), keyFile is null ? default : File.GetLastWriteTimeUtc(keyFile));
        lock (_gate)
        {
            if (now == _seen) return _context;
            try
            {
                _context = Read();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
            {
                failed?.Invoke(e);
            }
            _seen = now;
            return _context;
        }
    }

    private SslStreamCertificateContext Read()
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(certificateFile);
        return SslStreamCertificateContext.Create(X509Certificate2.CreateFromPemFile(certificateFile, keyFile), chain, offline: true);
    }
}
