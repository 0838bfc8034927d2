using System.Globalization;
using System.Text;

namespace Portal.Web.Metrics;

/// <summary>The text exposition format of Prometheus, version 0.0.4.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Write(IEnumerable<Instrumented> instruments)
    {
        var text = new StringBuilder(16 * 1024);
        // Instruments of the same name, as two nodes of a meter may make, share one heading.
        foreach (var family in instruments.GroupBy(NameOf).OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            var first = family.First();
            text.Append("# HELP ").Append(family.Key).Append(' ').Append(Help(first.Instrument.Description)).Append('\n')
                .Append("# TYPE ").Append(family.Key).Append(' ').Append(first.Type).Append('\n');
            foreach (var (tags, series) in family.Where(i => i.Type == first.Type).SelectMany(i => i.Series)
                .Select(s => (Labels: Labels(s.Key.Tags), s.Value)).DistinctBy(s => s.Labels).OrderBy(s => s.Labels, StringComparer.Ordinal))
            {
                Write(text, family.Key, tags, series);
            }
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, string name, string labels, Series series)
    {
        if (series.Boundaries is not { } boundaries)
        {
            Line(text, name, labels, Number(series.Value));
            return;
        }

        var (buckets, sum, count) = (series.Buckets(), series.Value, 0L);
        for (var i = 0; i < buckets.Length; i++)
        {
            count += buckets[i];
            var bound = i < boundaries.Length ? Number(boundaries[i]) : "+Inf";
            Line(text, name + "_bucket", (labels.Length == 0 ? "" : labels + ",") + $"le=\"{bound}\"", Number(count));
        }

        Line(text, name + "_sum", labels, Number(sum));
        Line(text, name + "_count", labels, Number(count));
    }

    private static void Line(StringBuilder text, string name, string labels, string value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(value).Append('\n');
    }

    /// <summary>The instrument's name in Prometheus's alphabet with its unit; <c>_total</c> ends a counter.</summary>
    internal static string NameOf(Instrumented instrumented)
    {
        var name = Word(instrumented.Instrument.Name);
        var unit = instrumented.Instrument.Unit switch
        {
            "s" => "seconds",
            "ms" => "milliseconds",
            "By" => "bytes",
            _ => null,
        };
        if (unit is not null && !name.EndsWith("_" + unit, StringComparison.Ordinal))
        {
            name += "_" + unit;
        }

        return instrumented.Type == "counter" && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    private static string Labels(KeyValuePair<string, object?>[] tags) => string.Join(',', tags
        .OrderBy(t => t.Key, StringComparer.Ordinal)
        .Select(t => $"{Word(t.Key)}=\"{Escaped(Convert.ToString(t.Value, CultureInfo.InvariantCulture) ?? "")}\""));

    private static string Word(string name)
    {
        var word = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        return word.Length > 0 && char.IsAsciiDigit(word[0]) ? "_" + word : word;
    }

    private static string Escaped(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Help(string? text) => (text ?? "")
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf"
        : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
