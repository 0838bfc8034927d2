using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Portal.Testing;
using Portal.Testing.Clock;

namespace Portal.Sip.Tests;

/// <summary>SIP over TLS between two endpoints, and with peers that do not play along.</summary>
public class Secure_transport
{
    [Fact]
    public async Task Carries_requests_and_reuses_the_connection()
    {
        using var certificate = Certificate("localhost");
        await using var server = Server(() => certificate);
        await using var client = Client(certificate);
        var flow = (await new SipResolver().ResolveAsync(SipUri.Parse($"sips:localhost:{PortOf(server)}")))[0];

        for (var i = 0; i < 3; i++) (await AskAsync(client, Over4(flow))).StatusCode.ShouldBe(200);

        server.Live.Dialogs.ShouldBe(0);
        flow.Transport.ShouldBe(SipTransportKind.Tls);
    }

    [Fact]
    public async Task Refuses_a_server_whose_certificate_names_somebody_else()
    {
        using var certificate = Certificate("pbx.example.net");
        await using var server = Server(() => certificate);
        await using var client = Client(certificate);

        var answer = await AskAsync(client, new SipFlow(SipTransportKind.Tls, new(IPAddress.Loopback, PortOf(server))) { ServerName = "localhost" });

        answer.StatusCode.ShouldBe(503);
        answer.IsLocallyGenerated.ShouldBeTrue();
    }

    [Fact]
    public async Task Serves_a_new_certificate_without_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("sip-tls-");
        try
        {
            var file = Path.Combine(folder.FullName, "server.pem");
            Write(file, Certificate("old.example.net"), DateTime.UtcNow.AddMinutes(-2));
            var certificate = new SipTlsCertificate(file);
            await using var server = Start(new SipTlsOptions { Certificate = certificate.Current });
            (await NameShownAsync(server)).ShouldBe("CN=old.example.net");

            Write(file, Certificate("new.example.net"), DateTime.UtcNow.AddMinutes(-1));
            (await NameShownAsync(server)).ShouldBe("CN=new.example.net");

            File.WriteAllText(file, "half a file");
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow);
            (await NameShownAsync(server)).ShouldBe("CN=new.example.net");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Asks_for_a_certificate_of_the_client_where_told_to()
    {
        using var certificate = Certificate("localhost");
        await using var server = Start(new SipTlsOptions
        {
            Certificate = () => Context(certificate),
            RequireClientCertificate = true,
            Validate = (_, shown, _, _) => shown is X509Certificate2 { Thumbprint: var print } && print == certificate.Thumbprint,
        });
        await using var known = Client(certificate, own: certificate);
        await using var stranger = Client(certificate);
        var flow = new SipFlow(SipTransportKind.Tls, new(IPAddress.Loopback, PortOf(server))) { ServerName = "localhost" };

        (await AskAsync(known, flow)).StatusCode.ShouldBe(200);
        // TLS 1.3 lets the client speak before it learns that it was refused: what counts is that the server heard nothing of it.
        var refused = AskAsync(stranger, flow);
        await Eventually.TrueAsync(() => server.Statistics.MessagesMalformed == 1);
        server.Statistics.MessagesReceived.ShouldBe(1);
        if (refused.IsCompleted) (await refused).IsLocallyGenerated.ShouldBeTrue();
    }

    [Fact]
    public async Task A_handshake_that_stalls_is_ended_and_holds_nobody_up()
    {
        var clock = new ManualTimeProvider();
        using var certificate = Certificate("localhost");
        await using var server = Start(new SipTlsOptions { Certificate = () => Context(certificate) }, clock);
        using var stalled = new TcpClient();
        await stalled.ConnectAsync(IPAddress.Loopback, PortOf(server));
        await stalled.GetStream().WriteAsync(new byte[] { 0x16, 0x03, 0x01 });
        await using var client = Client(certificate);

        (await AskAsync(client, new SipFlow(SipTransportKind.Tls, new(IPAddress.Loopback, PortOf(server))) { ServerName = "localhost" })).StatusCode.ShouldBe(200);

        // The clock of the handshake starts when the connection is taken, which is before the one above was.
        clock.Advance(TimeSpan.FromSeconds(6));
        (await stalled.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(Eventually.Deadline)).ShouldBe(0);
    }

    [Fact]
    public async Task A_hundred_handshakes_that_stall_at_every_stage_hold_nobody_up_and_are_ended()
    {
        var clock = new ManualTimeProvider();
        using var certificate = Certificate("localhost");
        await using var server = Start(new SipTlsOptions { Certificate = () => Context(certificate) }, clock);
        await using var client = Client(certificate);
        var hello = await GreetingAsync();
        List<TcpClient> stalled = [];
        for (var i = 0; i < 100; i++)
        {
            var tcp = new TcpClient();
            await tcp.ConnectAsync(IPAddress.Loopback, PortOf(server));
            // Nothing, a part of the greeting, all of it but nothing after.
            await tcp.GetStream().WriteAsync(hello.AsMemory(0, hello.Length * i / 99));
            stalled.Add(tcp);
        }

        (await AskAsync(client, new SipFlow(SipTransportKind.Tls, new(IPAddress.Loopback, PortOf(server))) { ServerName = "localhost" })).StatusCode.ShouldBe(200);

        // A connection is taken some time after the client has it.
        var rest = new byte[4096];
        foreach (var tcp in stalled)
        {
            clock.Advance(TimeSpan.FromSeconds(6));
            while (await ReadAsync(tcp, rest) > 0)
            {
                // The server's part of the handshake.
            }
            tcp.Dispose();
        }
    }

    /// <summary>The first thing that a TLS client says.</summary>
    private static async Task<byte[]> GreetingAsync()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var tcp = new TcpClient();
        await tcp.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var taken = await listener.AcceptTcpClientAsync();
        await using var tls = new SslStream(tcp.GetStream());
        var handshake = tls.AuthenticateAsClientAsync("localhost");
        var octets = new byte[4096];
        var count = await taken.GetStream().ReadAsync(octets);
        taken.Close();
        listener.Stop();
        await handshake.ContinueWith(_ => { }, TaskScheduler.Default);
        return octets[..count];
    }

    [Fact]
    public async Task Plain_SIP_on_the_secure_port_is_closed_and_counted()
    {
        using var certificate = Certificate("localhost");
        await using var server = Server(() => certificate);
        using var plain = new TcpClient();
        await plain.ConnectAsync(IPAddress.Loopback, PortOf(server));
        await plain.GetStream().WriteAsync("OPTIONS sip:localhost SIP/2.0\r\n\r\n"u8.ToArray());

        await Eventually.TrueAsync(() => server.Statistics.MessagesMalformed == 1);
        var rest = new byte[64];
        while (await ReadAsync(plain, rest) > 0)
        {
            // What TLS says before it closes (an alert) is not of interest.
        }
    }

    private static async Task<int> ReadAsync(TcpClient client, byte[] buffer)
    {
        try
        {
            return await client.GetStream().ReadAsync(buffer).AsTask().WaitAsync(Eventually.Deadline);
        }
        catch (IOException)
        {
            return 0; // reset instead of closed: gone either way
        }
    }

    private static Task<SipResponse> AskAsync(SipEndpoint client, SipFlow flow)
    {
        var uri = SipUri.Parse("sips:localhost");
        return client.SendRequestAsync(SipRequest.Create(SipMethod.Options, uri, new NameAddr(SipUri.Parse("sip:a@localhost")), new NameAddr(uri)), flow).WaitAsync(Eventually.Deadline);
    }

    private static async Task<string> NameShownAsync(SipEndpoint server)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, PortOf(server));
        using var tls = new SslStream(tcp.GetStream(), false, (_, _, _, _) => true);
        await tls.AuthenticateAsClientAsync("anything").WaitAsync(Eventually.Deadline);
        return tls.RemoteCertificate!.Subject;
    }

    private static SipFlow Over4(SipFlow flow) => new(flow.Transport, new(IPAddress.Loopback, flow.Remote.Port)) { ServerName = flow.ServerName };

    private static int PortOf(SipEndpoint server) => server.LocalEndPoints[0].Address.Port;

    private static SipEndpoint Server(Func<X509Certificate2> certificate) => Start(new SipTlsOptions { Certificate = () => Context(certificate()) });

    private static SipEndpoint Client(X509Certificate2 trusted, X509Certificate2? own = null) => Start(new SipTlsOptions
    {
        Certificate = () => own is null ? null : Context(own),
        Validate = (_, shown, _, errors) => shown!.GetCertHashString() == trusted.Thumbprint && !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch),
    });

    private static SipEndpoint Start(SipTlsOptions tls, TimeProvider? clock = null)
    {
        var endpoint = new SipEndpoint(new SipEndpointOptions { Listen = [new(SipTransportKind.Tls, IPAddress.Loopback, 0)], Tls = tls }, time: clock);
        endpoint.Start();
        return endpoint;
    }

    private static SslStreamCertificateContext Context(X509Certificate2 certificate) => SslStreamCertificateContext.Create(certificate, null, offline: true);

    private static X509Certificate2 Certificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private static void Write(string file, X509Certificate2 certificate, DateTime at)
    {
        File.WriteAllText(file, certificate.ExportCertificatePem() + "\n" + certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        File.SetLastWriteTimeUtc(file, at);
        certificate.Dispose();
    }
}
