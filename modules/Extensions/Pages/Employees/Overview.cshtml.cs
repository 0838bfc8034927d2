using MediatR;
using Microsoft.AspNetCore.Mvc;
using Portal.Extensions.Contracts;
using Portal.Extensions.Data;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Web;

namespace Portal.Extensions.Pages.Employees;

/// <summary>An employee at a glance; other modules add what they know as tiles.</summary>
[Needs("employees.own")]
internal sealed class OverviewModel(EmployeeLookup lookup, IMediator mediator, IAccess access, ModuleCatalog catalog) : PortalPage
{
    [BindProperty(SupportsGet = true)]
    public EmployeeId Id { get; set; }

    public EmployeeSummary Summary { get; private set; } = default!;

    public string? Email { get; private set; }

    public DateTimeOffset AddedAt { get; private set; }

    public string SiteName { get; private set; } = "–";

    public string SipAddress { get; private set; } = "–";

    public bool MayChange { get; private set; }

    public IReadOnlyList<EmployeeTile> Tiles { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await lookup.FindAsync(Id, ExtensionsModule.Own, ct) is not { } employee)
        {
            return NotFound();
        }

        Summary = employee.ToSummary();
        (Email, AddedAt) = (employee.Email, employee.AddedAt);
        MayChange = access.Allows(ExtensionsModule.Change.Key, employee.Scope());
        var site = await mediator.Send(new FindSite(employee.SiteId), ct);
        SiteName = site?.Name ?? "–";
        if (await mediator.Send(new FindCompany(employee.CompanyId), ct) is { } company)
        {
            SipAddress = $"{employee.Extension}@{company.SipDomain}";
        }

        Tiles = [.. catalog.All<EmployeeTile>().Where(t => t.Needs is null || access.Allows(t.Needs, employee.Scope())).OrderBy(t => t.Order)];
        EmployeeLook.Place(Head, employee, site, employee.FullName, access.AllowsSomewhere(ExtensionsModule.View.Key));
        if (MayChange)
        {
            Head.PrimaryAction = new Link(T("Edit"), $"/employees/{Id}/edit", "edit");
        }

        return Page();
    }
}
