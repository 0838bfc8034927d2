using BenchmarkDotNet.Attributes;
using Portal.Sip;
using Portal.Sip.Authentication;
using Portal.Sip.Registration;

namespace Portal.Benchmarks;

/// <summary>What the server does with one request, everything but the system's send and receive.</summary>
[MemoryDiagnoser]
public class ServerSteps
{
    private readonly Wire _wire = new();
    private readonly DigestAuthenticator _digest = new(new DigestOptions { RememberedNonces = 1_000_000 });
    private readonly DigestCredential _credential = DigestCredential.FromPassword("2001", "example.test", "sip-2001");
    private SipEndpoint _endpoint = null!;
    private SipFlow _source = null!;
    private SipRequest _authorized = null!;
    private DigestAuthenticator _unlimited = null!;
    private byte[] _repeated = null!;
    private SipResponse _challenge = null!;
    private int _number;

    [GlobalSetup]
    public void Prepare()
    {
        _source = _wire.From(5062);
        _endpoint = new SipEndpoint(new SipEndpointOptions { Transports = [_wire] }, [new RegisterHandler(_digest, new Registrar(new InMemoryLocationStore()), _credential)]);
        _endpoint.Start();
        _repeated = Messages.Options(int.MaxValue);
        _wire.Receive(_repeated, _source);
        byte[]? answer = null;
        _wire.Sent = octets => answer = octets;
        _wire.Receive(Messages.Register("2001", ++_number), _source);
        _wire.Sent = null;
        SipParser.TryParse(answer, out var challenge, out _);
        _challenge = (SipResponse)challenge!;
        _unlimited = new DigestAuthenticator();
        SipParser.TryParse(Messages.Register("2001", 1), out var request, out _);
        _authorized = (SipRequest)request!;
        var offered = SipResponse.Create(_authorized, 401);
        _unlimited.Challenge(offered, _authorized, "example.test");
        DigestClient.TryAuthorize(_authorized, offered, _credential);
    }

    [Benchmark]
    public void Options() => _wire.Receive(Messages.Options(++_number), _source);

    /// <summary>Found among the answers given: the cost of matching a transaction, and of the message.</summary>
    [Benchmark]
    public void RepeatedOptions() => _wire.Receive(_repeated, _source);

    /// <summary>A refresh with the nonce known from before: accepted at once. Includes the client's part, which MakeRefresh shows alone.</summary>
    [Benchmark]
    public void Refresh() => _wire.Receive(NextRefresh(), _source);

    [Benchmark]
    public byte[] MakeRefresh() => NextRefresh();

    [Benchmark]
    public DigestResult CheckDigest() => _unlimited.Authenticate(_authorized, "example.test", proxy: false, _ => _credential, out _);

    private byte[] NextRefresh()
    {
        SipParser.TryParse(Messages.Register("2001", ++_number), out var message, out _);
        DigestClient.TryAuthorize((SipRequest)message!, _challenge, _credential, (uint)_number);
        return message!.ToBytes();
    }
}
