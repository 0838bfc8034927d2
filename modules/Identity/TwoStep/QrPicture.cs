using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Html;
using QRCoder;

namespace Portal.Identity.TwoStep;

/// <summary>A QR code as inline SVG: one path, no styles, dark on white in both themes because cameras want it so.</summary>
internal static class QrPicture
{
    public static IHtmlContent Of(string text, string label)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows[y].Count; x++)
            {
                if (rows[y][x])
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
                }
            }
        }

        return new HtmlContentBuilder()
            .AppendHtml(string.Create(CultureInfo.InvariantCulture, $"<svg class=\"qr\" viewBox=\"0 0 {rows.Count} {rows.Count}\" shape-rendering=\"crispEdges\" role=\"img\" aria-label=\""))
            .Append(label)
            .AppendHtml($"\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><path fill=\"#000\" d=\"{path}\"/></svg>");
    }
}
