using System.Globalization;

namespace Portal.Web.Shell;

/// <summary>A company's accent colour and what follows from it: readable on light and dark, as WCAG 2.2 measures contrast.</summary>
public sealed record AccentColour
{
    private const double Readable = 4.5;

    // The grounds of portal.css that text in the accent colour stands on.
    private static readonly (double R, double G, double B) White = (255, 255, 255), Dark = (27, 30, 36);

    private readonly (double R, double G, double B) _colour;

    private AccentColour((double, double, double) colour) => _colour = colour;

    /// <summary>Reads <c>#1a6b3c</c>; null for anything else.</summary>
    public static AccentColour? Read(string? text) =>
        text is ['#', ..] && text.Length == 7 && int.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rgb)
            ? new((rgb >> 16, (rgb >> 8) & 255, rgb & 255))
            : null;

    /// <summary>How well white writing stands out on it, and it on the softest of its own tints; 4.5 is enough.</summary>
    public double Contrast => Math.Min(Ratio(_colour, White), Ratio(_colour, Soft));

    public bool IsReadable => Contrast >= Readable;

    private (double, double, double) Soft => Mix(_colour, White, 0.93);

    private (double, double, double) SoftDark => Mix(_colour, Dark, 0.75);

    /// <summary>The accent's part of portal.css.</summary>
    public string Style
    {
        get
        {
            // In the dark, writing is the same colour lightened until it can be read.
            var light = _colour;
            for (var i = 0; i < 20 && Math.Min(Ratio(light, Dark), Ratio(light, SoftDark)) < Readable + 0.3; i++)
            {
                light = Mix(light, White, 0.12);
            }

            return $":root {{ --accent: light-dark({Hex(_colour)}, {Hex(light)}); --accent-fill: {Hex(_colour)}; --accent-fill-hover: {Hex(Mix(_colour, (0, 0, 0), 0.15))}; "
                + $"--accent-soft: light-dark({Hex(Soft)}, {Hex(SoftDark)}); }}\n";
        }
    }

    private static (double R, double G, double B) Mix((double R, double G, double B) a, (double R, double G, double B) b, double share) =>
        (a.R + ((b.R - a.R) * share), a.G + ((b.G - a.G) * share), a.B + ((b.B - a.B) * share));

    private static double Ratio((double, double, double) a, (double, double, double) b)
    {
        var (one, other) = (Luminance(a), Luminance(b));
        return (Math.Max(one, other) + 0.05) / (Math.Min(one, other) + 0.05);
    }

    private static double Luminance((double R, double G, double B) colour) =>
        (0.2126 * Linear(colour.R)) + (0.7152 * Linear(colour.G)) + (0.0722 * Linear(colour.B));

    private static double Linear(double channel) =>
        channel / 255 is var c && c <= 0.04045 ? c / 12.92 : Math.Pow(((channel / 255) + 0.055) / 1.055, 2.4);

    private static string Hex((double R, double G, double B) colour) =>
        $"#{(int)Math.Round(colour.R):x2}{(int)Math.Round(colour.G):x2}{(int)Math.Round(colour.B):x2}";
}
