using Microsoft.AspNetCore.Mvc.ModelBinding;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Domain.Schedules;
using Portal.Web.Forms;

namespace Portal.Tenancy.Pages.Schedules;

/// <summary>A schedule as a browser sends it.</summary>
internal sealed class ScheduleForm
{
    public string? Name { get; set; }

    public Guid? Holidays { get; set; }

    public List<RuleRow> Rows { get; set; } = [];

    public int Version { get; set; }

    public ScheduleId? HolidaysId => Holidays is { } id ? new ScheduleId(id) : null;

    public static ScheduleForm From(Schedule schedule) => new()
    {
        Name = schedule.Name,
        Holidays = schedule.HolidaysId?.Value,
        Rows = [.. RuleNotation.Read(schedule.Rules).Select(RuleRow.Of)],
        Version = schedule.Version,
    };

    /// <summary>The rules that can be read; what is wrong with the others stands beside their fields.</summary>
    public IReadOnlyList<ScheduleRule> Rules(ScheduleKind kind, ModelStateDictionary problems)
    {
        foreach (var row in Rows)
        {
            row.Effect = kind == ScheduleKind.Holidays ? RuleEffect.Holiday : row.Effect == RuleEffect.Closed ? RuleEffect.Closed : RuleEffect.Open;
        }

        return [.. Rows.Select((row, i) => row.Read($"Input.Rows[{i}].", problems)).OfType<ScheduleRule>()];
    }

    public IEnumerable<FieldChange> Differences(Schedule theirs, ScheduleKind kind)
    {
        if ((Name ?? "").Trim() != theirs.Name)
        {
            yield return new FieldChange(T("Name"), Name ?? "", theirs.Name);
        }

        var (mine, others) = (Rules(kind, new ModelStateDictionary()).Select(RuleWords.When).ToArray(), RuleNotation.Read(theirs.Rules).Select(RuleWords.When).ToArray());
        if (!mine.SequenceEqual(others))
        {
            yield return new FieldChange(T("Rules"), string.Join("; ", mine.Except(others).DefaultIfEmpty("–")), string.Join("; ", others.Except(mine).DefaultIfEmpty("–")));
        }
    }
}
