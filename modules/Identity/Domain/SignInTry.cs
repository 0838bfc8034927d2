using Portal.Data.Audit;
using Portal.Modularity;

namespace Portal.Identity.Domain;

/// <summary>Somebody tried to sign in with an account: when, from where, and whether the password was right.</summary>
[NotAudited]
internal sealed class SignInTry
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public UserId UserId { get; init; }

    public DateTimeOffset At { get; init; }

    public string? Address { get; init; }

    public bool Succeeded { get; init; }

    /// <summary>A wrong try that counts towards the next lock. Forgiven by a right password, by the lock itself and by Force unlock.</summary>
    public bool Counts { get; set; }
}
