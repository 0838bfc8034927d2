using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Activity;
using Portal.Modularity.Access;

namespace Portal.Web.Tiles;

/// <summary>The last events of the person's own company.</summary>
internal sealed class RecentActivityTile(RecentActivity activity, CurrentUser user) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync() => user.Company is { } company
        ? View((company, await activity.Of(company).Take(6).ToListAsync(HttpContext.RequestAborted)))
        : Content("");
}
