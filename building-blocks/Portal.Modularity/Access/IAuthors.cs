namespace Portal.Modularity.Access;

/// <summary>
/// Lets the portal finish what somebody has begun when they are not there: a save that was delayed. Implemented by the module that knows
/// the accounts; the powers are those the person has at this moment.
/// </summary>
public interface IAuthors
{
    /// <summary>False when the account is unknown, disabled or gone: then nothing is done in its name.</summary>
    ValueTask<bool> ActForAsync(CurrentUser user, UserId author, CancellationToken ct);
}
