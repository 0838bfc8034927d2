using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain;
using Portal.Tenancy.Domain.Numbers;
using Portal.Tenancy.Pages.Companies;
using Portal.Web;

namespace Portal.Tenancy.Pages.Numbers;

[Needs(TenancyModule.ManageNumbers)]
internal sealed class NewModel(IMediator mediator, TenancyDb db, IAccess access) : PortalPage
{
    [BindProperty]
    public Form Input { get; set; } = new();

    public Company? Company { get; private set; }

    public IReadOnlyList<SelectListItem> Companies { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Sites { get; private set; } = [];

    public static IReadOnlyList<SelectListItem> States =>
    [
        new(T("In service"), nameof(NumberState.Free)), new(T("Pending: ordered"), nameof(NumberState.Ordered)),
        new(T("Pending: being ported"), nameof(NumberState.Porting)),
    ];

    internal sealed class Form
    {
        [Required(ErrorMessage = "Give a telephone number."), Display(Name = "Number, or first of a range"), DataType(DataType.PhoneNumber), StringLength(250)]
        public string First { get; set; } = "";

        [Display(Name = "Last number of the range"), DataType(DataType.PhoneNumber), StringLength(250)]
        public string? Last { get; set; }

        [Display(Name = "Goes to the pool of")]
        public Guid? Pool { get; set; }

        [Display(Name = "How it stands")]
        public NumberState State { get; set; }

        [Display(Name = "Check the numbering plan")]
        public bool Check { get; set; } = true;

        [Display(Name = "Price a month"), Range(0, 100000, ErrorMessage = "Give a price between 0 and 100,000, or none.")]
        public decimal? Price { get; set; }

        [Display(Name = "Part of an unlimited plan")]
        public bool Unlimited { get; set; }

        [Display(Name = "Billing starts on")]
        public DateOnly? BillingFrom { get; set; }

        public NumberTerms Terms => new(Price is { } price ? (long)Math.Round(price * 100) : null, Unlimited, BillingFrom);
    }

    public async Task<IActionResult> OnGetAsync(CompanyId? company, CancellationToken ct) => await PlaceAsync(company, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CompanyId? company, CancellationToken ct)
    {
        if (!await PlaceAsync(company, ct) || Company is null)
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var outcome = await mediator.Send(new AddNumbers(
            Company.CompanyId, Input.First, Input.Last, Input.Pool is { } pool ? new SiteId(pool) : null, Input.State, Input.Check, Input.Terms), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(N(outcome.Value!.Count, "The number is added.", "{0} numbers are added."));
        return Redirect($"/numbers?company={Company.CompanyId}");
    }

    private async Task<bool> PlaceAsync(CompanyId? id, CancellationToken ct)
    {
        Head.Title = T("Add numbers");
        if (id is not { } company)
        {
            var reach = access.ReachOf(TenancyModule.ManageNumbers);
            Companies = [.. (await db.Companies.AsNoTracking().Where(c => reach.Everything || reach.Companies.Contains(c.CompanyId)).OrderBy(c => c.Search).Take(1000)
                .Select(c => new { c.CompanyId, c.Name }).ToListAsync(ct)).Select(c => new SelectListItem(c.Name, c.CompanyId.ToString()))];
            Head.Under(T("Numbers"), "/numbers");
            return true;
        }

        Company = await db.Companies.AsNoTracking().SingleOrDefaultAsync(c => c.CompanyId == company, ct);
        if (Company is null || !access.Allows(TenancyModule.ManageNumbers, new ObjectScope(company)))
        {
            return false;
        }

        Head.UnderCompany(Company, access.AllowsSomewhere(TenancyModule.ListCompanies)).Under(T("Numbers"), "/numbers?company=" + company);
        Head.Subject = Company.Subject();
        Sites = [new(T("The company as a whole"), ""), .. (await db.Sites.AsNoTracking().Where(s => s.CompanyId == company).OrderBy(s => s.NameKey)
            .Select(s => new { s.Id, s.Name }).ToListAsync(ct)).Select(s => new SelectListItem(s.Name, s.Id.ToString()))];
        return true;
    }
}
