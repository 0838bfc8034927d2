using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Portal.Identity.Accounts;
using Portal.Modularity.Access;

namespace Portal.Identity.SignIn;

/// <summary>While nobody has taken the installation into use, every page leads to the one that does so.</summary>
internal sealed class LeadToFirstStart(Installation installation, CurrentUser user) : IAsyncResourceFilter
{
    public const string Page = "/FirstStart/Index";

    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        if (context.ActionDescriptor is PageActionDescriptor { ViewEnginePath: not Page and not "/Error" }
            && !user.IsSignedIn && !await installation.HasOperatorAsync(context.HttpContext.RequestAborted))
        {
            context.Result = new LocalRedirectResult("~/first-start");
            return;
        }

        await next();
    }
}
