using Portal.Telephony.Contracts;

namespace Portal.CallLogs.Domain;

/// <summary>Tells one call in plain words.</summary>
internal static class CallStory
{
    /// <summary>What became of the call, for example "Busy here (486): every phone of Jane Jones that could be reached was in a call."</summary>
    public static string Summary(LoggedCall call)
    {
        var caller = Who(call.CallerNumber, call.CallerName);
        var called = call.CalledNumber is { } number ? Who(number, call.CalledName) : call.Dialled;
        var rang = call.ReachedNumber is { } reached ? Who(reached, call.ReachedName) : called;
        return call.Result switch
        {
            CallResult.Answered => T($"{rang} answered after {CallWords.InWords(call.RingMilliseconds)}. They talked for {CallWords.InWords(call.TalkMilliseconds)}; {Ender(call, caller, rang)}."),
            CallResult.NoAnswer => T($"{Code(call)}: {rang} did not answer. It rang for {CallWords.InWords(call.RingMilliseconds)}."),
            CallResult.Busy => T($"{Code(call)}: every phone of {rang} that could be reached was in a call."),
            CallResult.Declined => T($"{Code(call)}: {rang} declined the call."),
            CallResult.CallerHungUp => T($"{Code(call)}: {caller} hung up after {CallWords.InWords(call.RingMilliseconds)}, before anybody answered."),
            CallResult.NotRegistered => T($"{Code(call)}: no phone of {rang} was connected."),
            CallResult.UnknownNumber => T($"{Code(call)}: nobody has the number {call.Dialled}."),
            CallResult.Refused => $"{Code(call)}: {LastReason(call) ?? T("a rule did not let the call through")}",
            _ => $"{Code(call)}: {LastReason(call) ?? T("the network or a phone failed")}",
        };
    }

    /// <summary>"Jane Jones (2002)", or the number alone.</summary>
    public static string Who(string number, string? name) =>
        string.IsNullOrWhiteSpace(name) || name == number ? (number.Length == 0 ? T("an unknown caller") : number) : $"{name} ({number})";

    private static string Code(LoggedCall call) => $"{CallWords.Phrase(call.StatusCode)} ({call.StatusCode})";

    private static string Ender(LoggedCall call, string caller, string answered) => call.EndedBy switch
    {
        "caller" => T($"{caller} hung up"),
        "called" => T($"{answered} hung up"),
        "transfer" => T("the call was transferred"),
        "transferred" => T("the transferred party hung up"),
        _ => T("the system ended the call"),
    };

    private static string? LastReason(LoggedCall call) => call.ReasonList is { Count: > 0 } reasons ? Told(reasons[^1]) : null;
}
