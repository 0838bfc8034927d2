using System.Globalization;
using Portal.Data.Activity;
using Portal.Data.Audit;
using Portal.Data.Isolation;
using Portal.Extensions.Contracts;
using Portal.Modularity;

namespace Portal.Extensions.Domain;

/// <summary>Someone who works for a company and has a telephone line. The login to the portal is a record of Identity.</summary>
[Provisioning("Employee", Name = "FirstName,LastName", State = nameof(Status), Changes = "SiteId,Username,FirstName,LastName,Extension,Email")]
internal sealed class Employee : ICompanyOwned, IVersioned
{
    public EmployeeId Id { get; private init; }

    public CompanyId CompanyId { get; private init; }

    public SiteId SiteId { get; private set; }

    public string Username { get; private set; } = "";

    public string FirstName { get; private set; } = "";

    public string LastName { get; private set; } = "";

    /// <summary>The internal number, also the SIP user name. Unique in the company.</summary>
    public string Extension { get; private set; } = "";

    /// <summary>The extension as a number, so that lists run 2001, 2002, 20000.</summary>
    public int ExtensionOrder { get; private set; }

    public string? Email { get; private set; }

    public EmployeeStatus Status { get; private set; }

    public DateTimeOffset AddedAt { get; private init; }

    /// <summary>The SIP password, encrypted by <see cref="Data.SipSecrets"/>.</summary>
    [Sensitive]
    public byte[] SipSecret { get; private set; } = [];

    /// <summary>
    /// What the list is searched in, lower case. Begins with last and first name, so that one index both sorts by name and
    /// answers a search without touching the rows.
    /// </summary>
    public string Search { get; private set; } = "";

    public int Version { get; set; }

    public string FullName => $"{FirstName} {LastName}";

    /// <summary>A new employee is pending: they can call, and receive calls once activated (EX2).</summary>
    public static Employee Add(EmployeeId id, CompanyId company, EmployeeDetails details, byte[] sipSecret, DateTimeOffset now)
    {
        var employee = new Employee { Id = id, CompanyId = company, AddedAt = now, SipSecret = sipSecret, Status = EmployeeStatus.Pending };
        employee.Change(details);
        return employee;
    }

    /// <summary>Takes over details that <see cref="EmployeeRules"/> has found valid.</summary>
    public void Change(EmployeeDetails details)
    {
        (SiteId, Username, FirstName, LastName, Email) = (details.Site, details.Username, details.FirstName, details.LastName, details.Email);
        (Extension, ExtensionOrder) = (details.Extension, int.Parse(details.Extension, NumberStyles.None, CultureInfo.InvariantCulture));
        Search = $"{LastName} {FirstName} {LastName} {Username} {Extension}".ToLowerInvariant();
    }

    public bool CanBeActivated => Status is EmployeeStatus.Pending or EmployeeStatus.Failed;

    public void Activate() => Status = EmployeeStatus.Activated;

    public void RenewSipSecret(byte[] secret) => SipSecret = secret;

    public EmployeeSummary ToSummary() => new(Id, CompanyId, SiteId, Username, FirstName, LastName, Extension, Status);
}
