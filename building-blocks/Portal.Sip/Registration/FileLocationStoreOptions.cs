namespace Portal.Sip.Registration;

/// <summary>How a <see cref="FileLocationStore"/> keeps its file.</summary>
public sealed record FileLocationStoreOptions
{
    /// <summary>
    /// How long a change may wait to be written together with others; 0 to 1 min, default 200 ms. What a power failure loses is the changes of this time and of the write
    /// under way, nothing older. Those telephones are found again when they next register.
    /// </summary>
    public TimeSpan WriteDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>When a write is tried again after it failed; more than 0, default 5 s.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The file is written anew, with the live bindings only, when it has grown to this many times what it was then; more than 1, default 3.</summary>
    public double CompactionFactor { get; init; } = 3;

    /// <summary>A smaller file is never written anew for its growth; bytes, default 1 MiB.</summary>
    public long CompactionFloor { get; init; } = 1 << 20;

    /// <summary>The file never grows beyond this; bytes, default 1 GiB. Where the live bindings alone are more, nothing is written and <see cref="FileLocationStore.Failure"/> says so.</summary>
    public long MaxBytes { get; init; } = 1L << 30;

    /// <summary>Addresses of record noted as changed, each once however often it changes; default 100,000. With more of them the whole file is written anew instead.</summary>
    public int MaxPending { get; init; } = 100_000;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(WriteDelay, TimeSpan.Zero, nameof(WriteDelay));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(WriteDelay, TimeSpan.FromMinutes(1), nameof(WriteDelay));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(RetryAfter, TimeSpan.Zero, nameof(RetryAfter));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(CompactionFactor, 1, nameof(CompactionFactor));
        ArgumentOutOfRangeException.ThrowIfNegative(CompactionFloor, nameof(CompactionFloor));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxBytes, nameof(MaxBytes));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxPending, nameof(MaxPending));
    }
}

/// <summary>What <see cref="FileLocationStore.Open"/> found in the file.</summary>
/// <param name="Restored">Bindings put back.</param>
/// <param name="Expired">Bindings left out because their time was over.</param>
/// <param name="DamagedRecords">Addresses of record whose last state could not be read; an older one may have been put back.</param>
/// <param name="BytesCut">Length of the end that could not be read at all: a write that power failure cut short, or damage.</param>
/// <param name="MovedTo">Where a file was put that is no location file of this version; null where there was none.</param>
public sealed record LocationRecovery(int Restored, int Expired, int DamagedRecords, long BytesCut, string? MovedTo)
{
    /// <summary>Everything that had been written was read.</summary>
    public bool IsWhole => DamagedRecords == 0 && BytesCut == 0 && MovedTo is null;
}
