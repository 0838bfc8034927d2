using BenchmarkDotNet.Attributes;
using Portal.Sip;

namespace Portal.Benchmarks;

/// <summary>Reading and writing one message.</summary>
[MemoryDiagnoser]
public class MessageSteps
{
    private readonly byte[] _invite = Messages.Invite();
    private readonly byte[] _register = Messages.Register("2001", 1);
    private readonly byte[] _options = Messages.Options();
    private readonly System.Buffers.ArrayBufferWriter<byte> _output = new(4096);
    private SipMessage _parsed = null!;

    [GlobalSetup]
    public void Prepare() => SipParser.TryParse(_invite, out _parsed!, out _);

    [Benchmark]
    public bool ParseInvite() => SipParser.TryParse(_invite, out _, out _);

    [Benchmark]
    public bool ParseRegister() => SipParser.TryParse(_register, out _, out _);

    [Benchmark]
    public bool ParseOptions() => SipParser.TryParse(_options, out _, out _);

    [Benchmark]
    public int WriteInvite()
    {
        _output.ResetWrittenCount();
        SipWriter.Write(_parsed, _output);
        return _output.WrittenCount;
    }
}
