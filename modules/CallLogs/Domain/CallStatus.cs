using Portal.Telephony.Contracts;

namespace Portal.CallLogs.Domain;

/// <summary>The results of calls in the groups that a search offers; the key is the word in the address.</summary>
internal sealed record CallStatus(string Key, string Text, params CallResult[] Results)
{
    public static IReadOnlyList<CallStatus> All { get; } =
    [
        new("answered", Kept("Answered"), CallResult.Answered),
        new("no-answer", Kept("No answer"), CallResult.NoAnswer, CallResult.CallerHungUp),
        new("busy", Kept("Busy"), CallResult.Busy),
        new("refused", Kept("Declined or refused"), CallResult.Declined, CallResult.Refused),
        new("failed", Kept("Not reachable or failed"), CallResult.NotRegistered, CallResult.UnknownNumber, CallResult.Failed),
    ];

    public static CallStatus? Find(string? key) => All.FirstOrDefault(s => s.Key == key);
}
