using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Data;
using Portal.Identity.SignIn;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Web;

namespace Portal.Identity.Pages.Access;

[Needs(IdentityModule.ChangeRules)]
internal sealed class RulesModel(IMediator mediator, IdentityDb db, IAccess access) : PortalPage
{
    [BindProperty(SupportsGet = true)]
    public CompanyId Id { get; set; }

    [BindProperty, Display(Name = "Second step demanded")]
    public bool SecondStep { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await LoadAsync(ct))
        {
            return NotFound();
        }

        SecondStep = await db.SignInRules.AnyAsync(r => r.Id == Id && r.SecondStep, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await LoadAsync(ct))
        {
            return NotFound();
        }

        var outcome = await mediator.Send(new SetSignInRules(Id, SecondStep), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(SecondStep ? T("Signing in takes a second step from now on.") : T("Signing in takes the password alone, except for people who chose more."));
        return LocalRedirect($"~/companies/{Id}/sign-in");
    }

    private async Task<bool> LoadAsync(CancellationToken ct)
    {
        if (!access.Allows(IdentityModule.ChangeRules, new ObjectScope(Id)) || await mediator.Send(new FindCompany(Id), ct) is not { } company)
        {
            return false;
        }

        Head.Title = T("Sign-in");
        Head.Lead = T($"How everyone of {company.Name} signs in.");
        Head.Under(company.Name, $"/companies/{Id}");
        Head.Subject = Subject.Company(Id, company.Name, company.SipDomain);
        return true;
    }
}
