using System.Text;

namespace Portal.Sip.Tests;

/// <summary>Messages made up at random (from fixed seeds) are written and read back.</summary>
public class Made_up_messages
{
    [Fact]
    public void Are_the_same_after_writing_and_reading()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var message = Make(new Random(seed));
            SipParser.TryParse(message.ToBytes(), out var read, out var error).ShouldBeTrue($"seed {seed}: {error?.Reason}\n{message.ToWireText()}");
            Reading_torture_messages.Same(message, read!);
        }
    }

    [Fact]
    public void Are_read_alike_in_compact_form_and_folded()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var message = Make(new Random(seed));
            message.SetBody(ReadOnlyMemory<byte>.Empty, null);
            var text = message.ToWireText()
                .Replace("\r\nVia: ", "\r\nv : ").Replace("\r\nFrom: ", "\r\nf:\r\n\t").Replace("\r\nTo: ", "\r\nT:").Replace("\r\nCall-ID: ", "\r\ni: ")
                .Replace("\r\nContact: ", "\r\nm:  \r\n ").Replace("\r\nContent-Length: ", "\r\nl:");
            SipParser.TryParse(Encoding.UTF8.GetBytes("\r\n\r\n" + text), out var read, out var error).ShouldBeTrue($"seed {seed}: {error?.Reason}\n{text}");
            Reading_torture_messages.Same(message, read!);
        }
    }

    private static SipMessage Make(Random random)
    {
        var from = Address(random).WithTag(Word(random));
        var request = SipRequest.Create(random.Next(8) switch { 0 => "X-" + Word(random), 1 => SipMethod.Register, 2 => SipMethod.Options, _ => SipMethod.Invite },
            Uri(random), from, Address(random), cseq: (uint)random.NextInt64(uint.MaxValue));
        for (var vias = random.Next(1, 4); vias > 0; vias--)
        {
            request.Headers.AddFirst("Via", $"SIP/2.0/{(random.Next(2) == 0 ? "UDP" : "TCP")} {Host(random)}:{random.Next(1, 65536)};branch=z9hG4bK{Word(random)};rport");
        }
        for (var contacts = random.Next(3); contacts > 0; contacts--) request.Headers.Add("Contact", $"{Address(random)}, {Address(random)};q=0.{random.Next(10)}");
        for (var others = random.Next(6); others > 0; others--) request.Headers.Add("X-" + Word(random), Text(random));
        if (random.Next(2) == 0)
        {
            var body = new byte[random.Next(1, 400)];
            random.NextBytes(body);
            request.SetBody(body, "application/octet-stream");
        }
        return random.Next(4) == 0 ? SipResponse.Create(request, random.Next(100, 700), Text(random)) : request;
    }

    private static NameAddr Address(Random random) => new(Uri(random), random.Next(2) == 0 ? Text(random) : null);

    private static SipUri Uri(Random random)
    {
        var parameters = SipParameters.Empty;
        for (var count = random.Next(3); count > 0; count--) parameters = parameters.With(Word(random), random.Next(2) == 0 ? null : Word(random));
        return new SipUri(random.Next(5) == 0 ? null : Text(random), Host(random), random.Next(2) == 0 ? null : random.Next(1, 65536), parameters, random.Next(6) == 0 ? "sips" : "sip");
    }

    private static string Host(Random random) => random.Next(3) switch
    {
        0 => $"192.0.2.{random.Next(256)}",
        1 => $"[2001:db8::{random.Next(1, 0xffff):x}]",
        _ => Word(random) + ".example.com",
    };

    private static string Word(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => "abcXYZ019"[random.Next(9)]));

    private static readonly Rune[] Letters = [.. "aZ0 \"\\<>,;:@%=?&é漢😀".EnumerateRunes()];

    private static string Text(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 20)).Select(_ => Letters[random.Next(Letters.Length)].ToString())).Trim() is { Length: > 0 } text ? text : "x";
}
