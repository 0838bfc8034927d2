using MediatR;
using Microsoft.AspNetCore.Mvc;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Tenancy.Data;
using Portal.Tenancy.Schedules;

namespace Portal.Tenancy.Pages.Schedules;

[Needs(TenancyModule.ChangeSchedules), NeedsFeature(TenancyModule.SchedulesFeature)]
internal sealed class NewOfSiteModel(IMediator mediator, TenancyDb db, IAccess access, ScheduleDirectory directory)
    : NewSchedulePage(mediator, db, access, directory)
{
    public Task<IActionResult> OnGetAsync(SiteId id, CancellationToken ct) => ShowAsync(null, id, ct);

    public Task<IActionResult> OnPostAsync(SiteId id, CancellationToken ct) => AddAsync(null, id, ct);
}
