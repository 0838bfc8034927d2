using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Numbers;
using Portal.Tenancy.Numbers;
using Portal.Web;

namespace Portal.Tenancy.Pages.Numbers;

/// <summary>Where the selected numbers of the list go.</summary>
[Needs(TenancyModule.AssignNumbers)]
internal sealed class MoveModel(IMediator mediator, TenancyDb db, NumberLookup lookup, IAccess access) : PortalPage
{
    [BindProperty(SupportsGet = true)]
    public Guid[] Ids { get; set; } = [];

    [BindProperty]
    public Guid? Pool { get; set; }

    public IReadOnlyList<string> Numbers { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Pools { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await PlaceAsync(ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await PlaceAsync(ct))
        {
            return NotFound();
        }

        var outcome = await mediator.Send(new MoveNumbers([.. Ids.Select(i => new NumberId(i))], Pool is { } site ? new SiteId(site) : null), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(N(Numbers.Count, "The number is moved.", "{0} numbers are moved."));
        return Redirect("/numbers");
    }

    private async Task<bool> PlaceAsync(CancellationToken ct)
    {
        Head.Title = T("Move numbers to a pool");
        Head.Under(T("Numbers"), "/numbers");
        NumberId[] wanted = [.. Ids.Distinct().Take(NumberActions.MostAtOnce).Select(i => new NumberId(i))];
        var found = await lookup.Within(TenancyModule.AssignNumbers).Where(n => wanted.Contains(n.Id)).OrderBy(n => n.E164).ToListAsync(ct);
        if (found.Count == 0 || found.Count != wanted.Length)
        {
            return false;
        }

        Numbers = [.. found.Select(n => lookup.Write(n.E164))];
        var companies = found.Select(n => n.CompanyId).Distinct().ToArray();
        Pools = [.. (await db.Sites.AsNoTracking().Where(s => companies.Contains(s.CompanyId)).OrderBy(s => s.NameKey).ToListAsync(ct))
            .Where(s => access.Allows(TenancyModule.AssignNumbers, new ObjectScope(s.CompanyId, s.Id)))
            .Select(s => new SelectListItem(s.Name, s.Id.ToString()))];
        if (companies.All(c => access.Allows(TenancyModule.AssignNumbers, new ObjectScope(c))))
        {
            Pools = [new(T("The company as a whole"), ""), .. Pools];
        }

        return true;
    }
}
