using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.Routing;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Web.Messages;

namespace Portal.Web.Forms;

/// <summary>
/// Hands the form's token to the unit of work. A form that was saved before leads where its first copy led, so that an
/// impatient double click looks like a single one.
/// </summary>
internal sealed class SubmitOnceFilter(Submission submission, CurrentUser user, FirstPosts posts, Toasts toasts, IUrlHelperFactory urls)
    : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (await TokenOfAsync(context.HttpContext.Request) is not { } token)
        {
            await next();
            return;
        }

        submission.Set(token);
        var copies = posts.Enter(user.Id?.ToString() ?? "nobody", token);
        try
        {
            var executed = await next();
            if (TwiceIn(executed.Exception) is not null)
            {
                executed.ExceptionHandled = true;
                executed.Result = await AnswerAgainAsync(context, copies);
            }
            else if (executed.Exception is null && AddressOf(executed.Result, urls.GetUrlHelper(context)) is { } ledTo)
            {
                copies.Saved(ledTo);
            }
        }
        finally
        {
            copies.Leave();
        }
    }

    private async Task<IActionResult> AnswerAgainAsync(PageHandlerExecutingContext context, FirstPosts.Copies copies)
    {
        var ledTo = await copies.LedToAsync(context.HttpContext.RequestAborted);
        if (ledTo is null)
        {
            toasts.Add(new Toast(Tone.Notice, T("This was saved already."), null));
            var request = context.HttpContext.Request;
            ledTo = request.PathBase + request.Path;
        }

        return new LocalRedirectResult(ledTo);
    }

    private static async ValueTask<Guid?> TokenOfAsync(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && await PostedForm.ReadAsync(request) is { } form
        && Guid.TryParse(form[OnceFormTagHelper.TokenField], out var token) ? token : null;

    private static SubmittedTwiceException? TwiceIn(Exception? exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is SubmittedTwiceException twice)
            {
                return twice;
            }
        }

        return null;
    }

    private static string? AddressOf(IActionResult? result, IUrlHelper url)
    {
        var address = result switch
        {
            RedirectResult r => r.Url,
            LocalRedirectResult r => r.Url,
            RedirectToPageResult r => url.Page(r.PageName, r.PageHandler, r.RouteValues, null, null, r.Fragment),
            RedirectToRouteResult r => url.RouteUrl(r.RouteName, r.RouteValues, null, null, r.Fragment),
            _ => null,
        };
        return url.IsLocalUrl(address) ? address : null;
    }
}
