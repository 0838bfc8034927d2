using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Portal.Mail.Writing;

/// <summary>Renders a template in a language.</summary>
internal sealed class MailWriter(IServiceProvider services, ILoggerFactory logs, IConfiguration configuration)
{
    public async Task<WrittenMail> WriteAsync(Type template, IReadOnlyDictionary<string, object?> values, string? language)
    {
        var (culture, ui) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        var slip = new SubjectSlip();
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureOf(language ?? configuration["Portal:Language"]);
            await using var renderer = new HtmlRenderer(services, logs);
            var inner = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<MailFrame>(ParameterView.FromDictionary(
                new Dictionary<string, object?>
                {
                    [nameof(MailFrame.Product)] = configuration["Portal:Name"] ?? "Portal",
                    [nameof(MailFrame.Template)] = template,
                    [nameof(MailFrame.Values)] = new Dictionary<string, object>(values.Where(v => v.Value is not null)!),
                    [nameof(MailFrame.SubjectSlip)] = slip,
                }))).ToHtmlString());
            var html = $"""<!doctype html><html lang="{CultureInfo.CurrentUICulture.TwoLetterISOLanguageName}"><head><meta charset="utf-8"><title>{WebUtility.HtmlEncode(slip.Subject)}</title></head><body>{inner}</body></html>""";
            return new WrittenMail(slip.Subject, new MailBody(html, PlainText.Of(inner)));
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, ui);
        }
    }

    private static CultureInfo CultureOf(string? language) => language?.ToLowerInvariant() switch
    {
        ['d', 'e', ..] => CultureInfo.GetCultureInfo("de-DE"),
        _ => CultureInfo.GetCultureInfo("en-GB"),
    };
}
