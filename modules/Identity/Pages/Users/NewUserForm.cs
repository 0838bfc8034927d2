using System.ComponentModel.DataAnnotations;

namespace Portal.Identity.Pages.Users;

/// <summary>What is asked of somebody new, whatever their role.</summary>
internal sealed record NewUserForm : FirstPasswordForm
{
    [Required(ErrorMessage = "Give the person's name."), StringLength(128)]
    public string? Name { get; set; }

    [Required(ErrorMessage = "Give a username.")]
    public string? Username { get; set; }

    [Display(Name = "E-mail"), DataType(DataType.EmailAddress)]
    public string? Email { get; set; }
}
