using System.ComponentModel.DataAnnotations;
using Portal.Extensions.Domain;
using Portal.Modularity;

namespace Portal.Extensions.Pages.Employees;

/// <summary>What the forms for adding and editing have in common. The rules themselves are <see cref="EmployeeRules"/>.</summary>
internal sealed class EmployeeForm
{
    [Required(ErrorMessage = "Choose a site.")]
    public SiteId? Site { get; set; }

    [Required(ErrorMessage = "Enter the first name.")]
    public string FirstName { get; set; } = "";

    [Required(ErrorMessage = "Enter the last name.")]
    public string LastName { get; set; } = "";

    public string? Username { get; set; }

    public string? Extension { get; set; }

    [Display(Name = "E-mail"), DataType(DataType.EmailAddress)]
    public string? Email { get; set; }

    /// <summary>The version the form was filled from; 0 when adding.</summary>
    public int Version { get; set; }

    public static EmployeeForm Of(Employee e) => new()
    {
        Site = e.SiteId,
        FirstName = e.FirstName,
        LastName = e.LastName,
        Username = e.Username,
        Extension = e.Extension,
        Email = e.Email,
        Version = e.Version,
    };

    public EmployeeDetails ToDetails() =>
        new(Site ?? default, Username ?? "", FirstName, LastName, Extension ?? "", Email);
}
