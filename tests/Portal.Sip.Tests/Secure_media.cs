using Portal.Sip.Media;

namespace Portal.Sip.Tests;

/// <summary>SRTP, RFC 3711, with its test vectors of appendix B through the public face.</summary>
public class Secure_media
{
    private static readonly byte[] Key = Convert.FromHexString("E1F97A0D3E018BE0D64FA32C06DE4139" + "0EC675AD498AFEEBB6960B3AABE6");

    /// <summary>The packet that libsrtp's own test protects under the key of appendix B.3.</summary>
    [Fact]
    public void A_known_packet_is_protected_as_everybody_does()
    {
        var packet = Convert.FromHexString("800f1234decafbadcafebabeabababababababababababababababab");
        var expected = Convert.FromHexString("800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb");
        var buffer = new byte[128];
        packet.CopyTo(buffer, 0);
        using var sender = new SrtpContext(SrtpSuite.AesCm128HmacSha1_80, Key);
        buffer[..sender.Protect(buffer, packet.Length)].ShouldBe(expected);
        using var receiver = new SrtpContext(SrtpSuite.AesCm128HmacSha1_80, Key);
        buffer[..receiver.Unprotect(buffer, expected.Length)].ShouldBe(packet);
    }

    [Theory]
    [InlineData(SrtpSuite.AesCm128HmacSha1_80, 10)]
    [InlineData(SrtpSuite.AesCm128HmacSha1_32, 4)]
    public void What_is_protected_opens_again_over_the_rollover(SrtpSuite suite, int tag)
    {
        using var sender = new SrtpContext(suite, Key);
        using var receiver = new SrtpContext(suite, Key);
        for (var i = 0; i < 200_000; i += 7)
        {
            var (buffer, length) = Packet((ushort)(65_000 + i), 160 + i % 400);
            var plain = buffer[..length];
            var sent = sender.Protect(buffer, length);
            sent.ShouldBe(length + tag);
            buffer.AsSpan(12, 100).SequenceEqual(plain.AsSpan(12, 100)).ShouldBeFalse();
            receiver.Unprotect(buffer, sent).ShouldBe(length);
            buffer.AsSpan(0, length).SequenceEqual(plain).ShouldBeTrue();
        }
    }

    [Fact]
    public void Out_of_order_is_fine_and_a_replay_is_not()
    {
        using var sender = new SrtpContext(SrtpSuite.AesCm128HmacSha1_80, Key);
        using var receiver = new SrtpContext(SrtpSuite.AesCm128HmacSha1_80, Key);
        var packets = new List<byte[]>();
        for (var i = 0; i < 100; i++)
        {
            var (buffer, length) = Packet((ushort)(65_500 + i), 160);
            packets.Add(buffer[..sender.Protect(buffer, length)]);
        }

        int Receive(int i)
        {
            var copy = packets[i].ToArray();
            return receiver.Unprotect(copy, copy.Length);
        }

        foreach (var i in new[] { 0, 2, 1, 40, 39, 38, 3 }) Receive(i).ShouldBe(172);
        foreach (var i in new[] { 0, 1, 2, 3, 38, 40 }) Receive(i).ShouldBe(0);
        Receive(99).ShouldBe(172);
        Receive(5).ShouldBe(0); // further back than the window: nobody knows whether it came
        Receive(98).ShouldBe(172);
    }

    [Fact]
    public void What_was_changed_on_the_way_is_dropped_and_leaves_no_trace()
    {
        using var sender = new SrtpContext(SrtpSuite.AesCm128HmacSha1_80, Key);
        using var receiver = new SrtpContext(SrtpSuite.AesCm128HmacSha1_80, Key);
        var (buffer, length) = Packet(7, 160);
        var sent = sender.Protect(buffer, length);
        for (var at = 0; at < sent; at++)
        {
            var copy = buffer[..sent];
            copy[at] ^= 1;
            receiver.Unprotect(copy, sent).ShouldBe(0);
        }
        for (var cut = 0; cut < sent; cut++) receiver.Unprotect(buffer[..sent], cut).ShouldBe(0);
        receiver.Unprotect(buffer, sent).ShouldBe(length);
    }

    [Fact]
    public void Control_packets_too()
    {
        using var sender = new SrtpContext(SrtpSuite.AesCm128HmacSha1_32, Key);
        using var receiver = new SrtpContext(SrtpSuite.AesCm128HmacSha1_32, Key);
        for (var i = 0; i < 70; i++)
        {
            var buffer = new byte[64];
            Convert.FromHexString("81c8000b" + "cafebabe").CopyTo(buffer, 0);
            buffer[20] = (byte)i;
            var sent = sender.ProtectControl(buffer, 48);
            sent.ShouldBe(62);
            var copy = buffer[..sent];
            receiver.UnprotectControl(buffer, sent).ShouldBe(48);
            buffer[20].ShouldBe((byte)i);
            receiver.UnprotectControl(copy, sent).ShouldBe(0);
        }
    }

    [Fact]
    public void Keys_travel_in_SDP_and_stay_out_of_texts()
    {
        var key = SdesKey.Create(1, SrtpSuite.AesCm128HmacSha1_32);
        SdesKey.TryParse(key.ToAttribute(), out var read).ShouldBeTrue();
        read!.Key.ShouldBe(key.Key);
        SdesKey.TryParse("1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj|2^20", out read).ShouldBeTrue();
        read!.Suite.ShouldBe(SrtpSuite.AesCm128HmacSha1_80);
        key.ToString().ShouldNotContain(Convert.ToBase64String(key.Key));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:d0Rm")]
    [InlineData("1 F8_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj")]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj|2^20|1:4")]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj UNENCRYPTED_SRTP")]
    [InlineData("x AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj")]
    public void A_key_that_is_not_spoken_is_not_taken(string text) => SdesKey.TryParse(text, out _).ShouldBeFalse();

    private static (byte[] Buffer, int Length) Packet(ushort sequence, int payload)
    {
        var buffer = new byte[12 + payload + SrtpContext.Overhead];
        RtpPacket.WriteHeader(buffer, 8, false, sequence, sequence * 160u, 0xCAFEBABE);
        for (var i = 0; i < payload; i++) buffer[12 + i] = (byte)(i * sequence);
        return (buffer, 12 + payload);
    }
}
