using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewEngines;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Portal.Data;
using Portal.Modularity.Access;

namespace Portal.Web.Lists.Export;

/// <summary>Writes a list while it is read. Holds one part of it at a time, however long it is.</summary>
internal sealed class ListExportResult(
    ListExport export, ListFile file, DateOnly today, PartialViewResult first, Func<Task<PartialViewResult>> again) : IActionResult
{
    public async Task ExecuteResultAsync(ActionContext context)
    {
        var (http, services) = (context.HttpContext, context.HttpContext.RequestServices);
        await DrawAsync(context, first);
        if (export.List is not { } list)
        {
            http.Response.StatusCode = 404;
            return;
        }

        var shape = list.Query.Shape;
        if (shape.ExportNeeds is { } needed && !services.GetRequiredService<IAccess>().AllowsSomewhere(needed))
        {
            http.Response.StatusCode = 403;
            return;
        }

        http.Response.ContentType = file.ContentType;
        http.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = $"{shape.Name}-{today:yyyy-MM-dd}.{file.Extension}" }.ToString();
        http.Response.Headers.CacheControl = "no-store";
        var writer = file.Open(http.Response.Body, shape);
        writer.Head();
        var unit = services.GetService<UnitOfWork>();
        do
        {
            foreach (var row in export.Rows)
            {
                writer.Row(row);
            }

            await writer.FlushAsync(http.RequestAborted);
            // What the part has read is not read again; without this, its rows would be kept until the end.
            unit?.ForgetWhatWasRead();
        }
        while (export.Next() && await DrawAsync(context, await again()));

        // Only a list that was read to its end gets its end: what broke on the way must not look whole.
        writer.Foot();
        await writer.FlushAsync(http.RequestAborted);
    }

    /// <summary>Draws a part to nowhere: the table's cells tell the export what they say.</summary>
    private static async Task<bool> DrawAsync(ActionContext context, PartialViewResult part)
    {
        var services = context.HttpContext.RequestServices;
        var view = services.GetRequiredService<ICompositeViewEngine>().FindView(context, part.ViewName!, isMainPage: false).EnsureSuccessful(null).View;
        var options = services.GetRequiredService<IOptions<MvcViewOptions>>().Value.HtmlHelperOptions;
        await view!.RenderAsync(new ViewContext(context, view, part.ViewData, part.TempData, TextWriter.Null, options));
        return true;
    }
}
