using System.Runtime.InteropServices;

namespace Portal.Sip.Media;

/// <summary>Sleeps for parts of a millisecond where the system can; <see cref="Thread.Sleep(int)"/> knows whole ones only.</summary>
internal sealed class ShortSleep
{
    private static readonly bool Fine = OperatingSystem.IsLinux() && nint.Size == 8;
    private readonly long[] _span = new long[2];

    internal void For(TimeSpan span)
    {
        if (span <= TimeSpan.Zero) return;
        if (!Fine)
        {
            Thread.Sleep(Math.Max(1, (int)span.TotalMilliseconds));
            return;
        }
        (_span[0], _span[1]) = (span.Ticks / TimeSpan.TicksPerSecond, span.Ticks % TimeSpan.TicksPerSecond * 100);
        // Woken early by a signal is no harm: the caller looks at the clock again.
        _ = nanosleep(_span, null);
    }

    [DllImport("libc")]
    private static extern int nanosleep(long[] span, long[]? remaining);
}
