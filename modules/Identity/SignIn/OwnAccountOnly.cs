using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Portal.Modularity.Access;

namespace Portal.Identity.SignIn;

/// <summary>Closes pages marked <see cref="OwnAccountOnlyAttribute"/> to whoever has signed in as somebody else.</summary>
internal sealed class OwnAccountOnly(CurrentUser user) : IResourceFilter
{
    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        if (user.Supporter is not null && context.ActionDescriptor is CompiledPageActionDescriptor page
            && page.ModelTypeInfo?.GetCustomAttribute<OwnAccountOnlyAttribute>() is not null)
        {
            context.Result = new ForbidResult();
        }
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
    }
}
