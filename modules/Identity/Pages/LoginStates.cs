using Portal.Identity.Domain;
using Portal.Web;

namespace Portal.Identity.Pages;

/// <summary>Where an account stands, in a word.</summary>
internal static class LoginStates
{
    public static Status Of(User user, bool locked) => user.Disabled
        ? new Status(Tone.Neutral, T("Not allowed to log in"), "ban")
        : locked ? new Status(Tone.Bad, T("Locked"), "lock")
        : user.PasswordHash is null ? new Status(Tone.Warning, T("No password yet"))
        : new Status(Tone.Good, T("Active"));
}
