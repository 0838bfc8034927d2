using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Audit;
using Portal.Data.History;
using Portal.Modularity;
using Portal.Web.Lists;
using Portal.Web.Look;

namespace Portal.Web.Pages.AuditLog;

/// <summary>A page of audit entries with what is needed to say them in words.</summary>
public sealed record ChangeList(PagedList<AuditEntry> Page, AuditFields Fields, AuditDifference Difference, bool Provider)
{
    /// <summary>What the ids on this page stand for, as far as the reader's powers reach it.</summary>
    public IReadOnlyDictionary<(Type, Guid), string> Names { get; init; } = new Dictionary<(Type, Guid), string>();

    public IReadOnlyList<FieldDifference> Of(AuditEntry entry) =>
        [.. Difference.Of(entry, Provider).Select(d => d.Ids is { } ids ? d with { Before = NameOf(ids, d.Before), After = NameOf(ids, d.After) } : d)];

    private string? NameOf(Type ids, string? value) => Guid.TryParse(value, out var id) ? Names.GetValueOrDefault((ids, id), value) : value;

    /// <summary>One line a file can hold: "Name: York → Leeds; Town: …".</summary>
    public string Told(AuditEntry entry) => string.Join("; ", Of(entry).Select(d => $"{T(d.Field)}: {d.Before ?? "–"} → {d.After ?? "–"}"));
}

/// <summary>Reads audit entries as the address asks for them, newest first, paged by key.</summary>
internal sealed class ChangeLists(Portal.Data.Audit.AuditLog log, AuditFields fields, AuditDifference difference, ObjectHistory history, ViewerClock clock)
{
    private static readonly ListShape Shape = new ListShape("audit", "changes")
        .Search("Search person, IP address or object id")
        .Column("at", "When").Column("who", "Who").Column("ip", "IP address").Column("action", "Action").Column("what", "What").Column("change", "Change")
        .FileColumn("object", "Object id").FileColumn("json", "Data (JSON)")
        .Filter("verb", "Action", ("added", "Added"), ("changed", "Changed"), ("removed", "Removed"))
        .Filter("table", "What").DateFilter("from", "From day").DateFilter("to", "To day")
        .SortedBy("at", descending: true);

    // So many names are read one by one; a text that more of them hold is met every few entries anyway.
    private const int MostNames = 12;

    /// <param name="company">Whose entries these are, if one company's: a person is then found at once in a log of any length.</param>
    public async Task<ChangeList> ReadAsync(HttpRequest request, IQueryable<AuditEntry> entries, CompanyId? company, CancellationToken ct)
    {
        var query = Shape.WithOptions("table", fields.Tables.Select(t => new ListOption(t.Table, T(t.Name)))).Read(request);
        var narrowed = Narrow(entries, query);
        if (Cursor(query.After) is { } after)
        {
            narrowed = narrowed.Where(e => e.At <= after.At && (e.At < after.At || e.Id.CompareTo(after.Id) < 0));
        }

        var rows = new List<AuditEntry>();
        foreach (var part in await PartsAsync(narrowed, query.Search, company, ct))
        {
            rows.AddRange(await part.OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(query.Size + 1).ToListAsync(ct));
        }

        rows = [.. rows.DistinctBy(e => e.Id).OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(query.Size + 1)];
        var last = rows.Count > query.Size ? rows[query.Size - 1] : null;
        var next = last is null ? null : string.Create(CultureInfo.InvariantCulture, $"{last.At.UtcTicks}.{last.Id:N}");
        return new ChangeList(new(query, [.. rows.Take(query.Size)], Next: next), fields, difference, history.IsProvider)
        {
            // A file of a million changes keeps the ids as they are.
            Names = query.IsExported ? new Dictionary<(Type, Guid), string>() : await NamesAsync(rows.Take(query.Size), ct),
        };
    }

    private async Task<Dictionary<(Type, Guid), string>> NamesAsync(IEnumerable<AuditEntry> entries, CancellationToken ct)
    {
        var wanted = entries.SelectMany(e => difference.Of(e, history.IsProvider)).Where(d => d.Ids is not null)
            .SelectMany(d => new[] { d.Before, d.After }.Select(v => (d.Ids, Value: v))).Where(v => Guid.TryParse(v.Value, out var id) && id != Guid.Empty)
            .Select(v => (v.Ids!, Guid.Parse(v.Value!))).Distinct();
        var names = new Dictionary<(Type, Guid), string>();
        foreach (var (type, id) in wanted)
        {
            if (await history.NameOfAsync(type, id, ct) is { } name)
            {
                names[(type, id)] = name;
            }
        }

        return names;
    }

    private IQueryable<AuditEntry> Narrow(IQueryable<AuditEntry> entries, ListQuery query)
    {
        if (query["verb"] is { } verb)
        {
            entries = entries.Where(e => e.Verb == verb);
        }

        if (query["table"] is { } table)
        {
            entries = entries.Where(e => e.Table == table);
        }

        if (Sane(query.Date("from")) is { } from)
        {
            var start = clock.StartOf(from);
            entries = entries.Where(e => e.At >= start);
        }

        if (Sane(query.Date("to")) is { } to)
        {
            var end = clock.StartOf(to.AddDays(1));
            entries = entries.Where(e => e.At < end);
        }

        return entries;
    }

    /// <summary>The entries that a text finds, in parts that may overlap, each of which an index holds in the order of time.</summary>
    private async Task<IReadOnlyList<IQueryable<AuditEntry>>> PartsAsync(IQueryable<AuditEntry> entries, string text, CompanyId? company, CancellationToken ct)
    {
        if (text.Length == 0)
        {
            return [entries];
        }

        bool Holds(string name) => name.Contains(text, StringComparison.OrdinalIgnoreCase);
        string[] people = company is { } own ? [.. (await log.PeopleAsync(own, ct)).Where(Holds)] : [];
        string[] supported = company is { } same ? [.. (await log.SupportedAsync(same, ct)).Where(Holds)] : [];
        if (company is null || people.Length + supported.Length > MostNames)
        {
            return [entries.Where(e => e.UserName.Contains(text) || (e.OnBehalfOf != null && e.OnBehalfOf.Contains(text)) || e.Address == text || e.ObjectId == text)];
        }

        List<IQueryable<AuditEntry>> parts = [entries.Where(e => e.ObjectId == text), .. people.Select(name => entries.Where(e => e.UserName == name))];
        parts.AddRange(supported.Select(name => entries.Where(e => e.OnBehalfOf == name)));
        if (IPAddress.TryParse(text, out _))
        {
            parts.Add(entries.Where(e => e.Address == text));
        }

        return parts;
    }

    // Outside these years the arithmetic of zones overflows, and nothing was written.
    private static DateOnly? Sane(DateOnly? day) => day is { Year: >= 1990 and < 2200 } ? day : null;

    /// <summary>Comes back from outside, so it is checked like any input.</summary>
    private static (DateTimeOffset At, Guid Id)? Cursor(string? text) =>
        text?.Split('.') is [var ticks, var id] && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTime.MaxValue.Ticks
            && Guid.TryParseExact(id, "N", out var key) ? (new DateTimeOffset(at, TimeSpan.Zero), key) : null;
}
