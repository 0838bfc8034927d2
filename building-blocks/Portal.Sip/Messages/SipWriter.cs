using System.Buffers;
using System.Globalization;
using System.Text;

namespace Portal.Sip;

/// <summary>Writes messages as octets into any buffer writer; Content-Length is always stated and always true.</summary>
public static class SipWriter
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_scratch;

    /// <summary>Writes the whole message.</summary>
    public static void Write(SipMessage message, IBufferWriter<byte> output) => Write(message, message.Body.Span, output);

    private static void Write(SipMessage message, ReadOnlySpan<byte> body, IBufferWriter<byte> output)
    {
        switch (message)
        {
            case SipRequest request:
                Ascii(output, request.Method);
                Bytes(output, " "u8);
                Ascii(output, request.Uri.ToString());
                Bytes(output, " SIP/2.0\r\n"u8);
                break;
            case SipResponse response:
                Bytes(output, "SIP/2.0 "u8);
                Number(output, response.StatusCode);
                Bytes(output, " "u8);
                Text(output, response.Reason);
                Bytes(output, "\r\n"u8);
                break;
        }
        message.Headers.Write(output);
        Bytes(output, "Content-Length: "u8);
        Number(output, body.Length);
        Bytes(output, "\r\n\r\n"u8);
        Bytes(output, body);
    }

    /// <summary>The message in an array of its exact size.</summary>
    public static byte[] ToArray(SipMessage message) => Scratch(message).ToArray();

    /// <summary>The message in this thread's buffer: good until the thread writes the next one.</summary>
    internal static ReadOnlyMemory<byte> Scratch(SipMessage message)
    {
        var scratch = Scratch();
        Write(message, scratch);
        return scratch.WrittenMemory;
    }

    /// <summary>A first line of the caller's own, then the message without its body, in this thread's buffer.</summary>
    internal static ReadOnlySpan<byte> ScratchHead(SipMessage message, string firstLine)
    {
        var scratch = Scratch();
        Ascii(scratch, firstLine);
        Bytes(scratch, "\n"u8);
        Write(message, default, scratch);
        return scratch.WrittenSpan;
    }

    private static ArrayBufferWriter<byte> Scratch()
    {
        var scratch = t_scratch ??= new ArrayBufferWriter<byte>(4096);
        scratch.ResetWrittenCount();
        return scratch;
    }

    internal static void Bytes(IBufferWriter<byte> output, ReadOnlySpan<byte> octets) => output.Write(octets);

    /// <summary>Name with what follows it, value and line end, in one go.</summary>
    internal static void Line(IBufferWriter<byte> output, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var length = name.Length + value.Length + 2;
        var span = output.GetSpan(length);
        name.CopyTo(span);
        value.CopyTo(span[name.Length..]);
        "\r\n"u8.CopyTo(span[(length - 2)..]);
        output.Advance(length);
    }

    internal static void Ascii(IBufferWriter<byte> output, string text)
    {
        var span = output.GetSpan(text.Length);
        System.Text.Ascii.FromUtf16(text, span, out var written);
        if (written == text.Length) output.Advance(written);
        else Text(output, text);
    }

    internal static void Text(IBufferWriter<byte> output, string text)
    {
        var span = output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        output.Advance(Encoding.UTF8.GetBytes(text, span));
    }

    private static void Number(IBufferWriter<byte> output, int number)
    {
        var span = output.GetSpan(11);
        number.TryFormat(span, out var written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
    }
}
