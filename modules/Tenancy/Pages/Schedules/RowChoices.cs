using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Portal.Tenancy.Domain.Schedules;

namespace Portal.Tenancy.Pages.Schedules;

/// <summary>What the selects of a row offer, in the reader's language.</summary>
internal static class RowChoices
{
    public static IEnumerable<SelectListItem> Months() =>
        Enumerable.Range(1, 12).Select(m => new SelectListItem(RuleWords.Month(m), m.ToString(CultureInfo.InvariantCulture)));

    public static IEnumerable<SelectListItem> Weekdays() => DaySets.Week.Select(d => new SelectListItem(RuleWords.Day(d), RuleNotation.Write(d)));

    public static IEnumerable<SelectListItem> Numbers() =>
        new[] { 1, 2, 3, 4, 5, -1 }.Select(n => new SelectListItem(RuleWords.Number(n), n.ToString(CultureInfo.InvariantCulture)));

    public static IEnumerable<SelectListItem> Weekends() => Enum.GetValues<Substitute>().Select(s => new SelectListItem(RuleWords.Words(s), s.ToString()));

    public static IEnumerable<SelectListItem> Sides() => [new(T("before the date"), "before"), new(T("on or after the date"), "after")];

    public static IEnumerable<SelectListItem> Effects() =>
        new[] { RuleEffect.Open, RuleEffect.Closed }.Select(e => new SelectListItem(RuleWords.Effect(e), e.ToString()));
}
