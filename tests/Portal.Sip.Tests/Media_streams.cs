using System.Diagnostics;
using System.Runtime.InteropServices;
using Portal.Sip.Media;
using Portal.Testing.Peers;

namespace Portal.Sip.Tests;

public class Media_streams
{
    [Fact]
    public void An_RTP_packet_is_read_past_sources_extension_and_padding()
    {
        var octets = Convert.FromHexString("b2" + "88" + "0102" + "00000a0b" + "deadbeef" + "00000001" + "00000002" + "bede0001" + "10ff0000" + "aabbcc" + "000003");
        RtpPacket.TryRead(octets, out var packet).ShouldBeTrue();
        (packet.Marker, packet.PayloadType, packet.SequenceNumber, packet.Timestamp, packet.Ssrc).ShouldBe((true, (byte)8, (ushort)0x0102, 0x0A0Bu, 0xDEADBEEFu));
        packet.Payload.ToArray().ShouldBe([0xaa, 0xbb, 0xcc]);
        packet.HeaderLength.ShouldBe(28);
        for (var cut = 0; cut < 28; cut++) RtpPacket.TryRead(octets.AsSpan(0, cut), out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("40080102000000000000000000")] // version 1
    [InlineData("80c80006000000000000000000")] // RTCP on the same port
    [InlineData("a00801020000000000000000ff")] // more padding than packet
    [InlineData("a0080102000000000000000000")] // padding that does not count itself
    public void What_is_not_RTP_is_not_read(string hex) => RtpPacket.TryRead(Convert.FromHexString(hex), out _).ShouldBeFalse();

    [Theory]
    [InlineData("a-law")]
    [InlineData("u-law")]
    public async Task G711_is_what_another_program_makes_of_every_sample(string law)
    {
        Peer.Require("sox");
        var samples = new short[65536];
        for (var i = 0; i < samples.Length; i++) samples[i] = (short)(i - 32768);
        var octets = new byte[samples.Length];
        if (law == "a-law") G711.EncodeA(samples, octets); else G711.EncodeMu(samples, octets);
        var back = new short[samples.Length];
        if (law == "a-law") G711.DecodeA(octets, back); else G711.DecodeMu(octets, back);

        // Decoded by the other program, our octets are the samples that we decode ourselves.
        var theirs = MemoryMarshal.Cast<byte, short>(await SoxAsync($"-D -t raw -r 8000 -c 1 -e {law} -b 8 - -t raw -e signed -b 16 -L -", octets)).ToArray();
        back.ShouldBe(theirs);
        for (var i = 0; i < samples.Length; i++)
        {
            // A step is at most a sixteenth of the value: rounding is never worse than half of it, clipping aside.
            Math.Abs(back[i] - samples[i]).ShouldBeLessThanOrEqualTo(Math.Max(Math.Abs((int)samples[i]) / 16 / 2 + 36, samples[i] is < -32124 or > 32124 ? 700 : 0), $"sample {samples[i]}");
        }
    }

    [Fact]
    public void A_key_is_heard_once_whatever_is_lost_or_repeated()
    {
        var receiver = new KeyReceiver();
        byte[] Packet(char key, bool end, ushort duration)
        {
            var payload = new byte[4];
            new TelephoneEvent(TelephoneEvent.CodeOf(key)!.Value, end, 10, duration).Write(payload);
            return payload;
        }

        var heard = new List<char>();
        void Take(uint timestamp, byte[] payload)
        {
            if (receiver.Take(timestamp, payload) is { } key) heard.Add(key);
        }

        for (ushort d = 160; d < 1600; d += 160) Take(1000, Packet('1', false, d));
        for (var i = 0; i < 3; i++) Take(1000, Packet('1', true, 1600));
        Take(9000, Packet('1', true, 1600)); // all but the last lost
        Take(12000, Packet('#', false, 160));
        Take(9000, Packet('1', true, 1600)); // overtaken
        Take(20000, [1, 2]);
        Take(20000, [99, 0, 0, 0]); // a tone, not a key
        heard.ShouldBe(['1', '1', '#']);
    }

    private static async Task<byte[]> SoxAsync(string arguments, byte[] input)
    {
        using var sox = Process.Start(new ProcessStartInfo("sox", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var output = new MemoryStream();
        var reading = sox.StandardOutput.BaseStream.CopyToAsync(output);
        await sox.StandardInput.BaseStream.WriteAsync(input);
        sox.StandardInput.Close();
        await reading;
        await sox.WaitForExitAsync();
        return output.ToArray();
    }
}
