using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;
using Portal.Web.Forms;

namespace Portal.Web.Security;

/// <summary>Notes that a page refused a form for its anti-forgery token, so that the error page can say what to do.</summary>
internal sealed class StaleFormFilter : IAsyncAlwaysRunResultFilter
{
    public async Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
    {
        // A form that cannot be read has no token either, but reloading the page will not help it.
        if (context.Result is IAntiforgeryValidationFailedResult
            && (!context.HttpContext.Request.HasFormContentType || await PostedForm.ReadAsync(context.HttpContext.Request) is not null))
        {
            context.HttpContext.Items[AntiforgeryGuard.Refused] = true;
        }

        await next();
    }
}
