using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Portal.Web.Security;

/// <summary>Notes that a page refused a form for its anti-forgery token, so that the error page can say what to do.</summary>
internal sealed class StaleFormFilter : IAlwaysRunResultFilter
{
    public void OnResultExecuting(ResultExecutingContext context)
    {
        if (context.Result is IAntiforgeryValidationFailedResult)
        {
            context.HttpContext.Items[AntiforgeryGuard.Refused] = true;
        }
    }

    public void OnResultExecuted(ResultExecutedContext context)
    {
    }
}
