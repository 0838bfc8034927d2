using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Portal.Extensions.Contracts;
using Portal.Forwarding.Data;
using Portal.Forwarding.Pages.Forwarding;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Web;

namespace Portal.Forwarding.Banners;

/// <summary>Reminds an employee on every page that their telephone stays silent.</summary>
internal sealed class ForwardedBanner(
    ForwardingSnapshot snapshot, IExtensionDirectory directory, IFeatureAssignments features, CurrentUser user, TimeProvider clock) : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var executed = await next();
        // The forwarding page itself says it larger, and changes without loading the banner again.
        if (executed is { Result: PageResult, HandlerInstance: IPortalPage page and not EditModel }
            && user.Employee is { } me && snapshot.TryGetDestination(me, clock.GetUtcNow(), out var destination) && IsOn(me))
        {
            var name = directory.Find(me) is { } own ? directory.FindExtension(own.Domain, destination)?.DisplayName : null;
            var text = name is null
                ? T($"All your calls are forwarded to {destination}.")
                : T($"All your calls are forwarded to {destination} ({name}).");
            page.Head.Banners.Add(new Banner(Tone.Warning, text, new Link(T("Change"), $"/employees/{me}/forwarding")));
        }
    }

    private bool IsOn(Modularity.EmployeeId me) =>
        directory.Find(me) is not { } entry || features.Of(ForwardingModule.AlwaysKey, new ObjectScope(entry.Company, entry.Site, me)).IsOn;
}
