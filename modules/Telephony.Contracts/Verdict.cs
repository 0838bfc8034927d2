using Portal.Modularity;

namespace Portal.Telephony.Contracts;

/// <summary>What a treatment decided, with the reason in plain words for the call log ("John forwards all calls to 2002").</summary>
public abstract record Verdict(string Reason)
{
    /// <summary>Keep going, but remember the reason or the resolved party.</summary>
    public sealed record Continue(string Reason) : Verdict(Reason)
    {
        /// <summary>Set by the step that finds who answers the number.</summary>
        public CallParty? Called { get; init; }

        /// <summary>The company of <see cref="Called"/> and its SIP domain, when a public number leads to another one than the call's.</summary>
        public (CompanyId Company, string Domain)? Elsewhere { get; init; }

        /// <summary>The number in full, when it is a public one.</summary>
        public string? E164 { get; init; }
    }

    /// <summary>Ring every registered endpoint of these extensions at once; the first answer wins.</summary>
    /// <param name="Timeout">How long to ring before the call counts as unanswered.</param>
    public sealed record Ring(IReadOnlyList<EmployeeId> Extensions, TimeSpan Timeout, string Reason) : Verdict(Reason);

    /// <summary>Start again with another target. A target met before ends the call as a loop.</summary>
    /// <param name="Target">The number to look for instead, in the company of the call.</param>
    /// <param name="Kind">RFC 5806 reason: <c>unconditional</c>, <c>user-busy</c>, <c>no-answer</c>, <c>unavailable</c>.</param>
    public sealed record Forward(string Target, string Kind, string Reason) : Verdict(Reason);

    /// <summary>End the call with this SIP status, 400 to 699.</summary>
    public sealed record Refuse(int StatusCode, string Phrase, string Reason) : Verdict(Reason);
}
