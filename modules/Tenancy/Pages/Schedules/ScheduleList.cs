using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain;
using Portal.Tenancy.Domain.Schedules;
using Portal.Tenancy.Schedules;
using Portal.Web;
using Portal.Web.Lists;

namespace Portal.Tenancy.Pages.Schedules;

/// <summary>The table of a company's or a site's schedules with what they say at this moment.</summary>
internal static class ScheduleList
{
    public static ListShape Shape { get; } = new ListShape("schedules", "schedules")
        .Search("Search name")
        .Column("name", "Name", sort: true)
        .Column("kind", "Kind", sort: true)
        .Column("place", "Belongs to")
        .Column("now", "Now")
        .Column("next", "Next change")
        .Filter("kind", "Kind", ("hours", "Time schedules"), ("holidays", "Holiday schedules"))
        .SortedBy("name");

    public static async Task<PagedList<Row>> ReadAsync(
        TenancyDb db, ScheduleDirectory directory, IQueryable<Schedule> schedules, ListQuery query, DateTimeOffset now, CancellationToken ct)
    {
        if (query.Search.Length > 0)
        {
            var pattern = SearchText.Containing(query.Search);
            schedules = schedules.Where(s => EF.Functions.Like(s.NameKey, pattern, SearchText.Escape));
        }

        schedules = query["kind"] switch
        {
            "hours" => schedules.Where(s => s.Kind == ScheduleKind.Hours),
            "holidays" => schedules.Where(s => s.Kind == ScheduleKind.Holidays),
            _ => schedules,
        };
        var total = await schedules.CountAsync(ct);
        var sorted = (query.Sort, query.Descending) switch
        {
            ("kind", false) => schedules.OrderBy(s => s.Kind).ThenBy(s => s.NameKey),
            ("kind", true) => schedules.OrderByDescending(s => s.Kind).ThenBy(s => s.NameKey),
            (_, true) => schedules.OrderByDescending(s => s.NameKey),
            _ => schedules.OrderBy(s => s.NameKey),
        };
        var rows = await sorted.ThenBy(s => s.Id).Skip(query.Skip).Take(query.Size)
            .Select(s => new { s.Id, s.Name, s.Kind, Site = db.Sites.Where(x => x.Id == s.SiteId).Select(x => x.Name).FirstOrDefault() })
            .ToListAsync(ct);
        return new PagedList<Row>(query, [.. rows.Select(r => new Row(r.Id, r.Name, r.Kind, r.Site, directory.IsOpen(r.Id, now), directory.NextChange(r.Id, now)))], total);
    }

    /// <param name="Site">Null: the company's.</param>
    internal sealed record Row(ScheduleId Id, string Name, ScheduleKind Kind, string? Site, bool IsOpen, DateTimeOffset? Next)
    {
        public Status State => (Kind, IsOpen) switch
        {
            (ScheduleKind.Holidays, true) => new Status(Tone.Notice, T("Holiday now"), "calendar-event"),
            (ScheduleKind.Holidays, false) => new Status(Tone.Neutral, T("No holiday now"), "calendar"),
            (_, true) => new Status(Tone.Good, T("Open now")),
            _ => new Status(Tone.Neutral, T("Closed now"), "clock"),
        };
    }
}

/// <summary>What the table's partial needs of the page around it.</summary>
internal interface IScheduleListPage
{
    PagedList<ScheduleList.Row> List { get; }

    Link? Add { get; }
}
