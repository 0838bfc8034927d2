namespace Portal.Hostile.Tests;

/// <summary>What nobody types by accident.</summary>
internal sealed record HostileText(string Name, string Value, bool MustBeRefused = false)
{
    /// <summary>Begins what was cut when it is found shorter.</summary>
    public const string LongMark = "Zlongz";

    public const int Length = 10_000;

    /// <summary>A formula, the end of an attribute, of an element and of an SQL text, and a script, in one.</summary>
    public static HostileText Mixed { get; } = new("mixed", "=1'\"onfocus=a()><script>alert(1)</script>;--");

    public static HostileText RightToLeft { get; } = new("right to left", "ab\u202Egpj.exe", MustBeRefused: true);

    public static HostileText Nul { get; } = new("nul", "a\0b", MustBeRefused: true);

    /// <summary>In a field of one line, a line end is somebody at work on mail headers.</summary>
    public static HostileText LineEnd { get; } = new("line end", "Ann\r\nBcc: all@acme.example", MustBeRefused: true);

    public static HostileText Long { get; } = new("long", LongMark + new string('x', Length - LongMark.Length), MustBeRefused: true);

    public static IReadOnlyList<HostileText> All { get; } = [Mixed, RightToLeft, Nul, LineEnd, Long];
}
