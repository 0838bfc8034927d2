using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NumberBlock.Data;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Web;

namespace NumberBlock.Pages.NumberBlock;

[Needs(NumberBlockModule.Change)]
internal sealed class IndexModel(IMediator mediator, NumberBlockDb db, IAccess access) : PortalPage
{
    [BindProperty]
    public string Number { get; set; } = "";

    public IReadOnlyList<string> Numbers { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CompanyId id, CancellationToken ct) => await LoadAsync(id, ct) ? Page() : NotFound();

    public Task<IActionResult> OnPostAsync(CompanyId id, CancellationToken ct) => ChangeAsync(id, blocked: true, ct);

    public Task<IActionResult> OnPostAllowAsync(CompanyId id, CancellationToken ct) => ChangeAsync(id, blocked: false, ct);

    private async Task<IActionResult> ChangeAsync(CompanyId id, bool blocked, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct))
        {
            return NotFound();
        }

        var outcome = await mediator.Send(new ChangeBlock(id, Number ?? "", blocked), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(blocked ? T($"{Number} is blocked. Calls to it end at once.") : T($"{Number} may be dialled again."));
        return RedirectToPage(new { id });
    }

    private async Task<bool> LoadAsync(CompanyId id, CancellationToken ct)
    {
        if (!access.Allows(NumberBlockModule.Change, new ObjectScope(id)))
        {
            return false;
        }

        Head.Title = T("Blocked numbers");
        Head.Lead = T("Nobody in the company can dial these, and nothing can be forwarded to them.");
        Head.Subject = Subject.Company(id, T("Company"));
        Numbers = await db.Numbers.Where(n => n.CompanyId == id).OrderBy(n => n.Number).Select(n => n.Number).ToListAsync(ct);
        return true;
    }
}
