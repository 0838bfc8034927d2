using System.Buffers;

namespace Portal.Sip;

/// <summary>The character classes of RFC 3261 §25.1 as search tables.</summary>
internal static class CharacterSets
{
    private const string AlphaNumeric = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    internal static readonly SearchValues<byte> Token = Set(AlphaNumeric + "-.!%*_+`'~");
    /// <summary>token plus what the values of received= and maddr= hold (RFC 5118 §4.5: brackets or none).</summary>
    internal static readonly SearchValues<byte> ParameterValue = Set(AlphaNumeric + "-.!%*_+`'~[]:/@$&=");
    internal static readonly SearchValues<byte> Word = Set(AlphaNumeric + "-.!%*_+`'~()<>:\\\"/[]?{}@");
    internal static readonly SearchValues<byte> User = Set(AlphaNumeric + "-_.!~*'()%&=+$,;?/");
    internal static readonly SearchValues<byte> Password = Set(AlphaNumeric + "-_.!~*'()%&=+$,");
    internal static readonly SearchValues<byte> HostName = Set(AlphaNumeric + "-._");
    internal static readonly SearchValues<byte> UriParameter = Set(AlphaNumeric + "-_.!~*'()%[]/:&+$");
    internal static readonly SearchValues<byte> UriHeaders = Set(AlphaNumeric + "-_.!~*'()%[]/?:+$&=");
    internal static readonly SearchValues<byte> Scheme = Set(AlphaNumeric + "+-.");
    internal static readonly SearchValues<byte> OtherUri = Set(AlphaNumeric + "-_.!~*'()%;/?:@&=+$,[]#");
    internal static readonly SearchValues<byte> LineWhite = Set(" \t\r\n");

    private static SearchValues<byte> Set(string characters) => SearchValues.Create(System.Text.Encoding.ASCII.GetBytes(characters));
}
