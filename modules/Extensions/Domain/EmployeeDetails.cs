using Portal.Modularity;

namespace Portal.Extensions.Domain;

/// <summary>What an administrator says about an employee, when adding and when editing.</summary>
internal sealed record EmployeeDetails(SiteId Site, string Username, string FirstName, string LastName, string Extension, string? Email)
{
    /// <summary>Without the blanks around that a paste brings along.</summary>
    public EmployeeDetails Tidied() => this with
    {
        Username = Username.Trim(),
        FirstName = FirstName.Trim(),
        LastName = LastName.Trim(),
        Extension = Extension.Trim(),
        Email = string.IsNullOrWhiteSpace(Email) ? null : Email.Trim(),
    };
}
