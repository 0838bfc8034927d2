namespace Portal.Modularity.Requests;

public enum OutcomeKind
{
    Done,

    /// <summary>Does not exist, or is out of the asker's reach: the two look the same on purpose.</summary>
    NotFound,

    /// <summary>Not allowed for this person, though they may know that the object exists.</summary>
    Forbidden,

    /// <summary>The input or a rule says no; <see cref="IOutcome.Problems"/> says why and how to mend it.</summary>
    Refused,

    /// <summary>Somebody else changed the object meanwhile; nothing was saved.</summary>
    Conflict,
}

/// <summary>Why a change was refused. <paramref name="Field"/> names the input it belongs to, or is empty for the form as a whole.</summary>
public sealed record Problem(string Field, string Message);

/// <summary>What became of a change, in the form that pages, imports and the API share.</summary>
public interface IOutcome
{
    OutcomeKind Kind { get; }

    IReadOnlyList<Problem> Problems { get; }
}

/// <summary>What became of a change that returns nothing.</summary>
public sealed record Outcome(OutcomeKind Kind, IReadOnlyList<Problem> Problems) : IOutcome
{
    public static Outcome Done { get; } = new(OutcomeKind.Done, []);
    public static Outcome NotFound { get; } = new(OutcomeKind.NotFound, []);
    public static Outcome Forbidden { get; } = new(OutcomeKind.Forbidden, []);
    public static Outcome Refused(string message) => new(OutcomeKind.Refused, [new Problem("", message)]);
    public static Outcome Refused(string field, string message) => new(OutcomeKind.Refused, [new Problem(field, message)]);
    public static Outcome Refused(IEnumerable<Problem> problems) => new(OutcomeKind.Refused, [.. problems]);
    public static Outcome Conflict(string message) => new(OutcomeKind.Conflict, [new Problem("", message)]);

    public bool Succeeded => Kind == OutcomeKind.Done;
}

/// <summary>What became of a change that returns something, for example the id of what it made.</summary>
public sealed record Outcome<T>(OutcomeKind Kind, T? Value, IReadOnlyList<Problem> Problems) : IOutcome
{
    public bool Succeeded => Kind == OutcomeKind.Done;

    public static implicit operator Outcome<T>(T value) => new(OutcomeKind.Done, value, []);

    /// <summary>Carries a failure over; a value-less success cannot become a value.</summary>
    public static implicit operator Outcome<T>(Outcome failure) =>
        failure.Succeeded
            ? throw new InvalidOperationException("Done needs a value here.")
            : new(failure.Kind, default, failure.Problems);
}
