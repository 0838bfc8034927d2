using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Extensions.Contracts;
using Portal.Forwarding.Data;
using Portal.Forwarding.Pages.Forwarding;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Modularity.Features;

namespace Portal.Forwarding.Tiles;

/// <summary>How many of the viewer's people are diverted, and the first of them; on the page of a company or site, of those there.</summary>
internal sealed class DivertedTile(DivertedExtensions diverted, CurrentUser user) : ViewComponent
{
    private const int Shown = 5;

    public IViewComponentResult Invoke(CompanySummary? company = null, SiteSummary? site = null)
    {
        var all = diverted.InReach()
            .Where(d => (company is null || d.Domain == company.SipDomain) && (site is null || d.Site == site.Id))
            .OrderBy(d => d.Number.Length).ThenBy(d => d.Number, StringComparer.Ordinal).ToArray();
        return View("/Pages/Forwarding/_DivertedTile.cshtml", new DivertedCount(
            "/forwarding/diverted" + (site is not null ? $"?site={site.Id}" : company is not null && user.Company != company.Id ? $"?q={company.SipDomain}" : ""),
            all.Length, [.. all.Take(Shown)]));
    }
}

internal sealed record DivertedCount(string Address, int Total, IReadOnlyList<DivertedExtension> First);

/// <summary>The own forwarding with a switch.</summary>
internal sealed class MyForwardingTile(CurrentUser user, ForwardingView view) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync() =>
        user.Employee is { } me && await view.OfAsync(me, HttpContext.RequestAborted) is { } rule
            ? View("/Pages/Forwarding/_MyForwardingTile.cshtml", rule)
            : Content("");
}

/// <summary>On the overview of an employee.</summary>
internal sealed class EmployeeForwardingTile(ForwardingView view) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync(EmployeeSummary employee) =>
        await view.OfAsync(employee.Id, HttpContext.RequestAborted) is { } rule
            ? View("/Pages/Forwarding/_EmployeeForwardingTile.cshtml", rule)
            : Content("");
}

/// <summary>What tiles show of one employee's forwarding.</summary>
/// <param name="TargetName">Null when nobody has the destination.</param>
/// <param name="When">The schedule's part in words; null for always.</param>
internal sealed record ShownForwarding(EmployeeId Employee, bool IsOn, string Destination, string? TargetName, string? When = null);

internal sealed class ForwardingView(ForwardingDb db, IExtensionDirectory directory, IFeatureAssignments features, IScheduleDirectory schedules, ForwardingSnapshot snapshot)
{
    /// <summary>Null for somebody without an extension, or without the feature.</summary>
    public async Task<ShownForwarding?> OfAsync(EmployeeId employee, CancellationToken ct)
    {
        if (directory.Find(employee) is not { } entry || !features.Of(ForwardingModule.AlwaysKey, new ObjectScope(entry.Company, entry.Site, employee)).IsOn)
        {
            return null;
        }

        var rule = ForwardingState.Of(await db.Rules.AsNoTracking().SingleOrDefaultAsync(r => r.EmployeeId == employee, ct));
        return new ShownForwarding(employee, rule.IsOn, rule.Destination, directory.FindExtension(entry.Domain, rule.Destination)?.DisplayName,
            !rule.Condition.IsAlways && !snapshot.MayFollowSchedules(employee) ? T("but schedules are switched off for the site")
            : rule.Condition.Schedule is { } id && schedules.Find(id) is { } schedule ? rule.Condition.InWords(schedule) : null);
    }
}
