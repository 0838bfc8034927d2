using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data.Activity;
using Portal.Modularity.Access;

namespace Portal.Web.Tiles;

/// <summary>The last events of the person's own company.</summary>
internal sealed class RecentActivityTile(IServiceProvider services, CurrentUser user) : ViewComponent
{
    // The shell also runs without a database behind it; then there is no activity to tell.
    public async Task<IViewComponentResult> InvokeAsync() => user.Company is { } company && services.GetService<RecentActivity>() is { } activity
        ? View((company, await activity.Of(company).Take(6).ToListAsync(HttpContext.RequestAborted)))
        : Content("");
}
