using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Primitives;

namespace Portal.Web.Forms;

/// <summary>
/// What holds for everything that is typed into any form, so that no page has to think of it: no characters that hide or turn
/// the text around, one line unless the property says <c>[DataType(DataType.MultilineText)]</c>, and an end to its length. A handler
/// never sees such characters, and the person is told beside the field, which shows where they were.
/// </summary>
internal sealed class TextRules(IModelMetadataProvider metadata) : IAsyncResourceFilter, IAsyncPageFilter
{
    /// <summary>Where a property says nothing itself; beyond what any field of the portal holds.</summary>
    internal const int Longest = 8000;

    private readonly List<(string Field, string Words)> _problems = [];

    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var request = context.HttpContext.Request;
        var form = await PostedForm.ReadAsync(request);
        if (form is null && request.HasFormContentType && !IsErrorPage(context.HttpContext))
        {
            context.Result = new BadRequestResult();
            return;
        }

        if (context.ActionDescriptor is CompiledPageActionDescriptor page && form is not null)
        {
            Dictionary<string, StringValues>? clean = null;
            foreach (var (name, values) in form)
            {
                if (!name.StartsWith("__", StringComparison.Ordinal) && Judge(page, name, values) is { } cleaned)
                {
                    clean ??= form.ToDictionary(StringComparer.OrdinalIgnoreCase);
                    clean[name] = cleaned;
                }
            }

            if (clean is not null)
            {
                request.Form = new FormCollection(clean, form.Files);
            }
        }

        await next();
    }

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        foreach (var (field, words) in _problems)
        {
            context.ModelState.AddModelError(field, words);
        }

        return next();
    }

    /// <summary>The page that tells of a failed request is given that request's form once more.</summary>
    private static bool IsErrorPage(HttpContext http) =>
        http.Features.Get<IStatusCodeReExecuteFeature>() is not null || http.Features.Get<IExceptionHandlerFeature>() is not null;

    /// <summary>The values as they may be shown again; null when nothing is wrong with their characters.</summary>
    private string[]? Judge(CompiledPageActionDescriptor page, string name, StringValues values)
    {
        string[]? cleaned = null;
        for (var i = 0; i < values.Count; i++)
        {
            var text = values[i] ?? "";
            var hides = text.AsSpan().ContainsAny(PlainText.Hidden);
            var breaks = text.AsSpan().ContainsAny('\r', '\n');
            if (!hides && !breaks && text.Length <= Longest)
            {
                continue;
            }

            var property = Find(page, name);
            var ownLimit = property?.ValidatorMetadata.Any(v => v is StringLengthAttribute or MaxLengthAttribute) == true;
            breaks = breaks && property is { ModelType: var type } && type == typeof(string) && property.DataTypeName != nameof(DataType.MultilineText);
            if (hides)
            {
                _problems.Add((name, T("This holds characters that cannot be seen; they stand as � here. Take them out.")));
            }
            else if (breaks)
            {
                _problems.Add((name, T("This is one line only. Take the line breaks out.")));
            }
            else if (!ownLimit && text.Length > Longest)
            {
                _problems.Add((name, T($"This can have at most {Longest} characters.")));
            }

            if (hides || breaks)
            {
                cleaned ??= [.. values!];
                cleaned[i] = PlainText.Show(text, oneLine: breaks);
            }
        }

        return cleaned;
    }

    /// <summary>The property a field is bound to, <c>Input.Rows[2].Name</c> for example; null for what is bound otherwise.</summary>
    private ModelMetadata? Find(CompiledPageActionDescriptor page, string field)
    {
        var found = metadata.GetMetadataForType((page.ModelTypeInfo ?? page.HandlerTypeInfo).AsType());
        foreach (var part in field.Split('.'))
        {
            var row = part.IndexOf('[');
            var property = row < 0 ? part : part[..row];
            found = found.Properties.FirstOrDefault(p => string.Equals(p.PropertyName, property, StringComparison.OrdinalIgnoreCase));
            found = row < 0 ? found : found?.ElementMetadata;
            if (found is null)
            {
                return null;
            }
        }

        return found;
    }
}
