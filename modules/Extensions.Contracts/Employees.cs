using MediatR;
using Portal.Modularity;

namespace Portal.Extensions.Contracts;

/// <summary>The life cycle of an employee (EX2). A pending employee can make calls but receives none.</summary>
public enum EmployeeStatus
{
    Pending,
    Activated,
    Failed,
    Inactive,
}

/// <summary>What other modules need to know of an employee.</summary>
/// <param name="Extension">The internal number, digits only: <c>2001</c>. Unique in the company.</param>
public sealed record EmployeeSummary(
    EmployeeId Id, CompanyId CompanyId, SiteId SiteId, string Username, string FirstName, string LastName, string Extension, EmployeeStatus Status)
{
    public string FullName => $"{FirstName} {LastName}";
}

/// <summary>Null when the employee does not exist or is out of the asker's reach.</summary>
public sealed record FindEmployee(EmployeeId Id) : IRequest<EmployeeSummary?>;

/// <summary>The employee with this extension in the company, or null.</summary>
public sealed record FindEmployeeByExtension(CompanyId Company, string Extension) : IRequest<EmployeeSummary?>;

/// <summary>Employees of one company (all companies when null) within the asker's reach, by extension, at most <paramref name="Limit"/>.</summary>
public sealed record ListEmployees(CompanyId? Company, int Limit = 1000) : IRequest<IReadOnlyList<EmployeeSummary>>;

/// <summary>
/// The employee's SIP password in clear, for writing a phone's configuration. Null when unknown or out of reach.
/// Never for a page and never logged.
/// </summary>
public sealed record GetSipSecret(EmployeeId Id) : IRequest<string?>;

/// <summary>An employee was added or changed; published inside the transaction of the change.</summary>
public sealed record EmployeeChanged(EmployeeSummary Employee) : INotification;

/// <summary>
/// Employees by first and last name within the asker's reach, by name, at most <paramref name="Limit"/>. <c>*</c> stands for any letters,
/// an empty text for any name; case does not matter.
/// </summary>
public sealed record FindEmployeesByName(string FirstName, string LastName, CompanyId? Company, int Limit = 200) : IRequest<IReadOnlyList<EmployeeSummary>>;
