using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Portal.Modularity.Access;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain;
using Portal.Web;

namespace Portal.Tenancy.Pages.Companies;

[Needs(TenancyModule.AddCompany)]
internal sealed class NewModel(IMediator mediator, TenancyDb db, IConfiguration configuration) : PortalPage
{
    [BindProperty]
    public CompanyForm Input { get; set; } = new();

    public void OnGet() => Place();

    /// <summary>A SIP domain for the name typed so far, that no company has; empty until there is a name.</summary>
    public async Task<IActionResult> OnGetDomainAsync([FromQuery(Name = "Input.Name")] string? name, CancellationToken ct)
    {
        Place();
        Input.Name = name;
        Input.SipDomain = string.IsNullOrWhiteSpace(name) ? "" : await SuggestAsync(name, ct);
        return FragmentOrPage("_Domain");
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        Place();
        if (string.IsNullOrWhiteSpace(Input.SipDomain))
        {
            Input.SipDomain = string.IsNullOrWhiteSpace(Input.Name) ? "" : await SuggestAsync(Input.Name, ct);
            ModelState.Remove("Input.SipDomain");
        }

        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var outcome = await mediator.Send(new CreateCompany(Input.Profile(), Input.Terms()), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T($"{Input.Name} is added. Add its first site next."));
        return Redirect($"/companies/{outcome.Value}");
    }

    private async Task<string> SuggestAsync(string name, CancellationToken ct)
    {
        var suffix = configuration["Tenancy:SipDomainSuffix"] ?? "localhost";
        for (var attempt = 1; ; attempt++)
        {
            var domain = SipDomain.Suggest(name.Tidied(), suffix, attempt);
            if (!await db.Companies.AnyAsync(c => c.SipDomain == domain, ct))
            {
                return domain;
            }
        }
    }

    private void Place()
    {
        Head.Title = T("Add company");
        Head.Under(T("Companies"), "/companies");
    }
}
