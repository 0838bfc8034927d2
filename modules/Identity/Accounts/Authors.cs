using Portal.Modularity;
using Portal.Modularity.Access;

namespace Portal.Identity.Accounts;

/// <summary>Acts in the name of an account that may still sign in, with the powers it has now.</summary>
internal sealed class Authors(KnownAccounts known) : IAuthors
{
    public async ValueTask<bool> ActForAsync(CurrentUser user, UserId author, CancellationToken ct)
    {
        if (await known.FindAsync(author, ct) is not { Disabled: false } account)
        {
            return false;
        }

        user.ActFor(account.Id, account.Username, account.DisplayName, null, account.Grants, account.Language, account.TimeZone);
        return true;
    }
}
