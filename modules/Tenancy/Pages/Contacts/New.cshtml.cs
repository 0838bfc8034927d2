using MediatR;
using Microsoft.AspNetCore.Mvc;
using Portal.Data.Delayed;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Data;
using Portal.Web.Look;

namespace Portal.Tenancy.Pages.Contacts;

[Needs(TenancyModule.ChangeContacts)]
internal sealed class NewModel(IMediator mediator, DelayedSaves delayed, ViewerClock clock, TenancyDb db, IAccess access)
    : ContactPage(mediator, delayed, clock, db, access)
{
    /// <summary>A key of the module that keeps logins; without it nobody is offered one.</summary>
    private const string AddLogins = "users.add";

    private readonly IAccess _access = access;

    public override bool MayGiveLogin => _access.Allows(AddLogins, new ObjectScope(Company.CompanyId));

    public async Task<IActionResult> OnGetAsync(CompanyId id, CancellationToken ct) => await BeginAsync(id, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CompanyId id, CancellationToken ct) =>
        await BeginAsync(id, ct) ? await SaveAsync(null, "companies", id.Value, ct) : NotFound();

    private async Task<bool> BeginAsync(CompanyId id, CancellationToken ct)
    {
        Head.Title = T("Add contact");
        return await PlaceAsync(id, ct);
    }
}
