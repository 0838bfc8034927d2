using MediatR;
using Microsoft.AspNetCore.Mvc;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Data;
using Portal.Tenancy.Schedules;

namespace Portal.Tenancy.Pages.Schedules;

[Needs(TenancyModule.ChangeSchedules)]
internal sealed class NewOfCompanyModel(IMediator mediator, TenancyDb db, IAccess access, ScheduleDirectory directory)
    : NewSchedulePage(mediator, db, access, directory)
{
    public Task<IActionResult> OnGetAsync(CompanyId id, CancellationToken ct) => ShowAsync(id, null, ct);

    public Task<IActionResult> OnPostAsync(CompanyId id, CancellationToken ct) => AddAsync(id, null, ct);
}
