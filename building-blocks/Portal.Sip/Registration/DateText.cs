using System.Globalization;

namespace Portal.Sip.Registration;

/// <summary>The Date header (RFC 3261 §20.17), written once a second however many answers carry it.</summary>
internal sealed class DateText
{
    private sealed record Written(long Second, string Text);

    private Written _last = new(-1, "");

    internal string At(DateTimeOffset now)
    {
        var second = now.UtcTicks / TimeSpan.TicksPerSecond;
        var last = Volatile.Read(ref _last);
        if (last.Second == second) return last.Text;
        last = new Written(second, now.ToString("r", CultureInfo.InvariantCulture));
        Volatile.Write(ref _last, last);
        return last.Text;
    }
}
