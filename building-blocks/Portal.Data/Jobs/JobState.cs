using Portal.Data.Audit;

namespace Portal.Data.Jobs;

/// <summary>What the nodes know of a job together: when it last was due, how its last run ended, and which node runs it now.</summary>
[NotAudited]
internal sealed class JobState
{
    public required string Name { get; init; }

    /// <summary>The due time is counted from here: the last start, or the day the job first appeared.</summary>
    public DateTimeOffset Since { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Why the last run failed; null when it did not.</summary>
    public string? Error { get; set; }

    /// <summary>Until when the node that runs it may be believed to be alive; it moves this on while it works.</summary>
    public DateTimeOffset? HeldUntil { get; set; }

    public string? HeldBy { get; set; }
}
