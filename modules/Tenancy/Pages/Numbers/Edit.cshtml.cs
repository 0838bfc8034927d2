using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Numbers;
using Portal.Tenancy.Numbers;
using Portal.Web;

namespace Portal.Tenancy.Pages.Numbers;

[Needs(TenancyModule.ManageNumbers)]
internal sealed class EditModel(IMediator mediator, TenancyDb db, NumberLookup lookup) : PortalPage
{
    [BindProperty]
    public Form Input { get; set; } = new();

    public NumberId Id { get; private set; }

    public string Currency { get; private set; } = "";

    internal sealed class Form
    {
        [Display(Name = "Price a month"), DisplayFormat(DataFormatString = "{0:0.00}", ApplyFormatInEditMode = true), Range(0, 100000, ErrorMessage = "Give a price between 0 and 100,000, or none.")]
        public decimal? Price { get; set; }

        [Display(Name = "Part of an unlimited plan")]
        public bool Unlimited { get; set; }

        [Display(Name = "Billing starts on")]
        public DateOnly? BillingFrom { get; set; }

        public int Version { get; set; }
    }

    public async Task<IActionResult> OnGetAsync(NumberId id, CancellationToken ct)
    {
        if (await PlaceAsync(id, ct) is not { } number)
        {
            return NotFound();
        }

        Input = new() { Price = number.Price / 100m, Unlimited = number.Unlimited, BillingFrom = number.BillingFrom, Version = number.Version };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(NumberId id, CancellationToken ct)
    {
        if (await PlaceAsync(id, ct) is not { } number)
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var terms = new NumberTerms(Input.Price is { } price ? (long)Math.Round(price * 100) : null, Input.Unlimited, Input.BillingFrom);
        var outcome = await mediator.Send(new ChangeTerms(id, Input.Version, terms), ct);
        if (outcome.Kind == OutcomeKind.Conflict)
        {
            Input.Version = number.Version;
            return Conflicted(outcome, "Input.Version");
        }

        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T("The billing is saved."));
        return Redirect($"/numbers/{id}");
    }

    private async Task<Number?> PlaceAsync(NumberId id, CancellationToken ct)
    {
        if (await lookup.Within(TenancyModule.ManageNumbers).SingleOrDefaultAsync(n => n.Id == id, ct) is not { } number)
        {
            return null;
        }

        Id = id;
        Currency = await db.Companies.Where(c => c.CompanyId == number.CompanyId).Select(c => c.Currency).SingleAsync(ct);
        Head.Title = T("Edit billing");
        Head.Under(T("Numbers"), "/numbers").Under(lookup.Write(number.E164), $"/numbers/{id}");
        return number;
    }
}
