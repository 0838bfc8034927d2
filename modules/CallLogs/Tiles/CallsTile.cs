using Microsoft.AspNetCore.Mvc;

namespace Portal.CallLogs.Tiles;

/// <summary>Today's calls of what the viewer looks after, with the two weeks before.</summary>
internal sealed class CallsTile(CallFigures figures) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync() => View(await figures.TodayAsync(HttpContext.RequestAborted));
}
