namespace Portal.Identity.Domain;

/// <summary>ID3: three wrong tries within four hours lock an account for four hours.</summary>
internal static class Lockout
{
    public const int WrongTries = 3;

    public static TimeSpan Window { get; } = TimeSpan.FromHours(4);

    public static TimeSpan Duration { get; } = TimeSpan.FromHours(4);

    /// <summary>True when the wrong tries, the present one included, make it time to lock.</summary>
    public static bool IsDue(IEnumerable<DateTimeOffset> wrong, DateTimeOffset now) => wrong.Count(at => at > now - Window) >= WrongTries;
}
