using System.ComponentModel.DataAnnotations;
using Portal.Extensions.Domain;
using Portal.Modularity;

namespace Portal.Extensions.Pages.Employees;

/// <summary>What the forms for adding and editing have in common. The rules themselves are <see cref="EmployeeRules"/>.</summary>
internal abstract class EmployeeForm
{
    [Required(ErrorMessage = "Choose a site.")]
    public SiteId? Site { get; set; }

    [Required(ErrorMessage = "Enter the first name.")]
    public string FirstName { get; set; } = "";

    [Required(ErrorMessage = "Enter the last name.")]
    public string LastName { get; set; } = "";

    [Display(Name = "E-mail"), DataType(DataType.EmailAddress)]
    public string? Email { get; set; }

    protected EmployeeDetails Details(string? username, string? extension) =>
        new(Site ?? default, username ?? "", FirstName, LastName, extension ?? "", Email);
}

/// <summary>Adding: what is left empty is suggested.</summary>
internal sealed class NewEmployeeForm : EmployeeForm
{
    public string? Username { get; set; }

    public string? Extension { get; set; }

    [Display(Name = "Send welcome mail")]
    public bool SendWelcome { get; set; }

    public EmployeeDetails ToDetails() => Details(Username, Extension);
}

internal sealed class EditEmployeeForm : EmployeeForm
{
    [Required(ErrorMessage = "Enter a username.")]
    public string Username { get; set; } = "";

    [Required(ErrorMessage = "Enter an extension.")]
    public string Extension { get; set; } = "";

    /// <summary>The version the form was filled from.</summary>
    public int Version { get; set; }

    public EmployeeDetails ToDetails() => Details(Username, Extension);

    public static EditEmployeeForm Of(Employee e) => new()
    {
        Site = e.SiteId,
        FirstName = e.FirstName,
        LastName = e.LastName,
        Username = e.Username,
        Extension = e.Extension,
        Email = e.Email,
        Version = e.Version,
    };
}
