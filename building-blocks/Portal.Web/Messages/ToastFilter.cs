using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Portal.Htmx;

namespace Portal.Web.Messages;

/// <summary>Carries toasts to where they can be seen: across a redirect, or in a header beside a fragment.</summary>
internal sealed class ToastFilter(Toasts toasts, ITempDataDictionaryFactory tempData) : IAlwaysRunResultFilter
{
    public void OnResultExecuting(ResultExecutingContext context)
    {
        var left = tempData.GetTempData(context.HttpContext);
        if (context.Result is IKeepTempDataResult)
        {
            toasts.Leave(left);
        }
        else if (context.HttpContext.Request.IsHtmxNonBoosted() && toasts.Take(left) is { Count: > 0 } now)
        {
            context.HttpContext.Response.Htmx(h => h.WithTrigger("portal:toasts", new { toasts = now.Select(ForBrowser) }));
        }
    }

    public void OnResultExecuted(ResultExecutedContext context)
    {
    }

    internal static object ForBrowser(Toast toast) => new { tone = toast.Tone.ToString().ToLowerInvariant(), text = toast.Text, undo = toast.Undo };
}
