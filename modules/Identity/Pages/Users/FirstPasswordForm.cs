using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Portal.Identity.Accounts;
using Portal.Identity.Domain;

namespace Portal.Identity.Pages.Users;

/// <summary>How somebody new comes by a password: the part of a form that is the same wherever accounts are made.</summary>
internal record FirstPasswordForm
{
    [Display(Name = "First password"), Required(ErrorMessage = "Choose how the person gets a password.")]
    public FirstPassword? First { get; set; } = FirstPassword.Welcome;

    /// <summary>Looked at only where it is to be typed.</summary>
    [Required(ErrorMessage = "Choose a password.")]
    public string? Password { get; set; }

    [Display(Name = "Must be changed at the first sign-in")]
    public bool MustChange { get; set; } = true;

    public static IReadOnlyList<SelectListItem> Ways =>
    [
        new(T("Welcome mail with a link to choose one"), nameof(FirstPassword.Welcome)),
        new(T("Auto generate and email password"), nameof(FirstPassword.Generated)),
        new(T("Type a password"), nameof(FirstPassword.Typed)),
    ];

    /// <summary>A password that is not typed is not asked for.</summary>
    /// <param name="prefix">The form's name on the page.</param>
    public void AsksOnlyForWhatCounts(ModelStateDictionary state, string prefix)
    {
        if (First is not FirstPassword.Typed)
        {
            state.Remove($"{prefix}.{nameof(Password)}");
        }
    }

    public FirstCredential Credential() => new(First ?? FirstPassword.Welcome, First == FirstPassword.Typed ? Password : null, MustChange);

    /// <summary>What happened, once the account is there.</summary>
    public string Added(string name, string? email) => First switch
    {
        FirstPassword.Typed => T($"{name} is added. Pass the password on yourself: no e-mail was sent."),
        FirstPassword.Generated => T($"{name} is added. The password is on its way to {EmailRules.Kept(email)}."),
        _ => T($"{name} is added. The welcome mail is on its way to {EmailRules.Kept(email)}."),
    };
}
