using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Configuration;
using Portal.Extensions.Data;
using Portal.Extensions.Domain;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Web;

namespace Portal.Extensions.Pages.Employees;

/// <summary>What a telephone needs to register. New passwords are on it once, for whoever made them.</summary>
[Needs("employees.change")]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class LoginDetailsModel(IMediator mediator, EmployeeLookup lookup, IAccess access, IConfiguration configuration) : PortalPage
{
    private const int StandardSipPort = 5060;

    [BindProperty(SupportsGet = true)]
    public EmployeeId Id { get; set; }

    public Employee Employee { get; private set; } = default!;

    public NewPasswords? New { get; private set; }

    public string Domain { get; private set; } = "";

    /// <summary>The address the portal is reached at is also the one telephones reach it at, on the SIP port.</summary>
    public string Server =>
        configuration.GetValue("Sip:Port", StandardSipPort) is var port && port == StandardSipPort
            ? Request.Host.Host
            : Request.Host.Host + ":" + port.ToString(CultureInfo.InvariantCulture);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        // Before the employee is loaded: a change that loses a race leaves nothing loaded behind.
        New = (await mediator.Send(new TakeNewPasswords(Id), ct)).Value;
        if (await lookup.FindAsync(Id, ExtensionsModule.Change, ct) is not { } employee
            || await mediator.Send(new FindCompany(employee.CompanyId), ct) is not { } company)
        {
            return NotFound();
        }

        (Employee, Domain) = (employee, company.SipDomain);
        EmployeeLook.Place(Head, employee, await mediator.Send(new FindSite(employee.SiteId), ct),
            New is null ? T("Telephone login") : T("Login details"), access.AllowsSomewhere(ExtensionsModule.View.Key));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var outcome = await mediator.Send(new RenewSipPassword(Id), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T("The SIP password is new. Telephones with the old one must be set up again."));
        return RedirectToPage(new { id = Id });
    }
}
