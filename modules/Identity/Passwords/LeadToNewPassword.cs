using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Portal.Identity.Accounts;
using Portal.Identity.Domain;
using Portal.Modularity.Access;
using Portal.Web;

namespace Portal.Identity.Passwords;

/// <summary>
/// Before a password expires, every page says so; once it has, or when somebody else chose it, every page leads to the one that
/// changes it (ID2, ID4). What is no page gets no powers meanwhile, see <see cref="SignIn.SessionUser"/>.
/// </summary>
internal sealed class LeadToNewPassword(KnownAccounts known, PasswordAge age, CurrentUser user) : IAsyncResourceFilter, IAsyncPageFilter
{
    private const string Page = "/Passwords/Change";

    public static bool IsDue(Account account, PasswordAge age) => account.MustChangePassword || age.IsOver(account.PasswordExpiresAt);

    public static bool IsPage(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<PageActionDescriptor>() is not null;

    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        if (context.ActionDescriptor is PageActionDescriptor { ViewEnginePath: not (Page or "/SignIn/SignOut" or "/Error") }
            && await AccountAsync(context.HttpContext) is { } account && IsDue(account, age))
        {
            context.Result = new LocalRedirectResult("~/password");
            return;
        }

        await next();
    }

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (context.HandlerInstance is IPortalPage page && await AccountAsync(context.HttpContext) is { } account && age.DaysLeft(account.PasswordExpiresAt) is { } days)
        {
            page.Head.Banners.Add(new Banner(Tone.Warning, N(days, "Your password expires tomorrow.", "Your password expires in {0} days."), new Link(T("Change it now"), "/password")));
        }

        await next();
    }

    private async ValueTask<Account?> AccountAsync(HttpContext http) =>
        // Whoever helps somebody by signing in as them neither sees nor changes their password.
        user.Id is { } id && user.Supporter is null ? await known.FindAsync(id, http.RequestAborted) : null;
}
