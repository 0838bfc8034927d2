using Portal.Modularity;
using Portal.Modularity.Access;

namespace Portal.Identity.SignIn;

/// <summary>
/// What somebody signs in with is their own affair: who has logged in as them to help must not leave with a way back in. The pages are closed
/// by <see cref="OwnAccountOnly"/>; the requests behind them ask here.
/// </summary>
internal static class OwnCredentials
{
    public static bool AreClosed(CurrentUser asker, UserId whose) => asker.Supporter is not null && asker.Id == whose;
}
