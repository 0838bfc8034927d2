using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Portal.Web.Look;

namespace Portal.Web.Lists.Export;

/// <summary>
/// <c>?format=csv</c> at the address of any list answers the whole list as a file. The page's own handler reads it, part by part,
/// with the same search, filters and powers as on the screen.
/// </summary>
internal sealed class ListExportFilter(ViewerClock clock) : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var request = context.HttpContext.Request;
        if (!HttpMethods.IsGet(request.Method) || context.HandlerMethod is not { Name: null or "" } || ListFile.Of(request.Query["format"]) is not { } file)
        {
            await next();
            return;
        }

        var export = new ListExport(clock.Zone);
        export.Begin(context.HttpContext);
        var executed = await next();
        if (executed.Result is PartialViewResult fragment)
        {
            executed.Result = new ListExportResult(export, file, clock.Today, fragment, () => AgainAsync(context));
        }
    }

    /// <summary>The handler once more, for the next part; its arguments are those of the first time.</summary>
    private static async Task<PartialViewResult> AgainAsync(PageHandlerExecutingContext context)
    {
        var method = context.HandlerMethod!;
        var arguments = method.Parameters.Select(p => context.HandlerArguments.TryGetValue(p.Name!, out var bound) ? bound : Unbound(p)).ToArray();
        var answer = method.MethodInfo.Invoke(context.HandlerInstance, BindingFlags.DoNotWrapExceptions, null, arguments, null);
        var result = answer switch
        {
            Task<IActionResult> later => await later,
            IActionResult now => now,
            _ => null,
        };
        return result as PartialViewResult ?? throw new InvalidOperationException("The list answered its first part but not the next.");
    }

    /// <summary>What a parameter holds that the address said nothing about.</summary>
    private static object? Unbound(HandlerParameterDescriptor parameter) =>
        parameter.ParameterInfo.HasDefaultValue ? parameter.ParameterInfo.DefaultValue
        : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null;
}
