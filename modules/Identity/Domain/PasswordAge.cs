using Microsoft.Extensions.Configuration;

namespace Portal.Identity.Domain;

/// <summary>ID2: passwords expire every 90 days. The days before, the portal says so on every page.</summary>
internal sealed class PasswordAge(IConfiguration configuration, TimeProvider clock)
{
    private const int UsualDays = 90;

    public static readonly TimeSpan WarnedBefore = TimeSpan.FromDays(14);

    // 0: passwords never expire.
    private readonly int _days = configuration.GetValue("Identity:PasswordDays", UsualDays);

    /// <summary>When a password set at this moment expires; null: never.</summary>
    public DateTimeOffset? ExpiryOf(DateTimeOffset? changedAt) => _days > 0 && changedAt is { } at ? at.AddDays(_days) : null;

    public bool IsOver(DateTimeOffset? expiresAt) => expiresAt <= clock.GetUtcNow();

    /// <summary>Whole days left when it is time to say so, at least one; null otherwise.</summary>
    public int? DaysLeft(DateTimeOffset? expiresAt) =>
        expiresAt - clock.GetUtcNow() is { } left && left > TimeSpan.Zero && left <= WarnedBefore ? Math.Max(1, (int)Math.Ceiling(left.TotalDays)) : null;
}
