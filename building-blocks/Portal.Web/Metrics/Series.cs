namespace Portal.Web.Metrics;

/// <summary>One time series: a number that is added to or set, or the buckets of a histogram. Safe from any thread.</summary>
internal sealed class Series(double[]? boundaries)
{
    private readonly long[]? _buckets = boundaries is null ? null : new long[boundaries.Length + 1];
    private double _value;

    /// <summary>Upper bounds of the buckets, ascending; null for a plain number.</summary>
    public double[]? Boundaries => boundaries;

    /// <summary>The number; of a histogram, the sum of what was recorded.</summary>
    public double Value => Volatile.Read(ref _value);

    public void Add(double amount)
    {
        double seen, next;
        do
        {
            seen = Volatile.Read(ref _value);
            next = seen + amount;
        }
        while (Interlocked.CompareExchange(ref _value, next, seen) != seen);
    }

    public void Set(double value) => Volatile.Write(ref _value, value);

    public void Record(double value)
    {
        // A bucket holds what is at most its bound.
        var index = Array.BinarySearch(boundaries!, value);
        Interlocked.Increment(ref _buckets![index < 0 ? ~index : index]);
        Add(value);
    }

    /// <summary>How many were recorded in each bucket, the last being without bound.</summary>
    public long[] Buckets() => [.. _buckets!.Select((_, i) => Volatile.Read(ref _buckets![i]))];
}
