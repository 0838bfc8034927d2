using Portal.Tenancy.Contracts;

namespace Portal.Forwarding.Domain;

/// <summary>When calls are forwarded: always, or as a schedule says (FW1). In a form it is one choice: <c>always</c>, <c>WhileOpen:{id}</c>.</summary>
internal readonly record struct ForwardCondition(ForwardWhen When, ScheduleId? Schedule)
{
    public static ForwardCondition Always => default;

    public bool IsAlways => When == ForwardWhen.Always;

    /// <summary>False also for a schedule that does not exist any more: calls ring rather than go astray.</summary>
    public bool HoldsAt(IScheduleDirectory schedules, DateTimeOffset at) =>
        IsAlways || (Schedule is { } id && schedules.Find(id) is not null && schedules.IsOpen(id, at) == (When == ForwardWhen.WhileOpen));

    public string Choice => IsAlways ? "always" : $"{When}:{Schedule}";

    /// <summary>Null for what is no choice.</summary>
    public static ForwardCondition? Read(string? choice) => choice?.Split(':') switch
    {
        null or ["always"] or [""] => Always,
        [nameof(ForwardWhen.WhileOpen), var id] when Guid.TryParse(id, out var open) => new ForwardCondition(ForwardWhen.WhileOpen, new ScheduleId(open)),
        [nameof(ForwardWhen.WhileClosed), var id] when Guid.TryParse(id, out var closed) => new ForwardCondition(ForwardWhen.WhileClosed, new ScheduleId(closed)),
        _ => null,
    };

    /// <summary>"while Opening hours is closed".</summary>
    public string InWords(ScheduleSummary schedule) => (When, schedule.Kind) switch
    {
        (ForwardWhen.WhileOpen, ScheduleKind.Hours) => T($"while {schedule.Name} is open"),
        (ForwardWhen.WhileClosed, ScheduleKind.Hours) => T($"while {schedule.Name} is closed"),
        (ForwardWhen.WhileOpen, _) => T($"on holidays of {schedule.Name}"),
        (ForwardWhen.WhileClosed, _) => T($"on all days but holidays of {schedule.Name}"),
        _ => T("always"),
    };
}
