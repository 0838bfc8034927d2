using Microsoft.AspNetCore.Identity;
using Portal.Modularity.Requests;

namespace Portal.Identity;

/// <summary>Why an account cannot be as asked. The error's code is the field it belongs to.</summary>
internal static class Refusals
{
    public const string Username = "Username", Password = "Password";

    public static IdentityError UsernameTaken => Of(Username, T("This username is taken; choose a different one."));

    /// <summary>Two people gave a contact its login at the same moment.</summary>
    public static IdentityError ContactHasLogin => Of("", T("This contact has a portal login already."));

    public static IdentityError Of(string field, string message) => new() { Code = field, Description = message };

    public static Outcome ToOutcome(this IdentityResult result) => result.Succeeded
        ? Outcome.Done
        : Outcome.Refused(result.Errors.Select(e => new Problem(e.Code is Username or Password ? e.Code : "", e.Description)));
}
