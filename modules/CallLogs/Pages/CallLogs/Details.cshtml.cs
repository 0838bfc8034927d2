using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.CallLogs.Data;
using Portal.CallLogs.Domain;
using Portal.CallLogs.Search;
using Portal.Modularity.Access;
using Portal.Telephony.Contracts;
using Portal.Web;
using Portal.Web.Look;

namespace Portal.CallLogs.Pages.CallLogs;

/// <summary>One call: what happened in plain words, when to the millisecond, and why.</summary>
[Needs("calls.view")]
internal sealed class DetailsModel(CallLogsDb db, IAccess access, ViewerClock clock, ReaderCountry country) : PortalPage
{
    public LoggedCall Call { get; private set; } = default!;

    /// <summary>Whose national form public numbers are shown in; null: the international one.</summary>
    public string? Country => country.Of(new Viewpoint(Call.CompanyId));

    public IReadOnlyList<string> Path { get; private set; } = [];

    public IReadOnlyList<Diversion> Diversions { get; private set; } = [];

    public IReadOnlyList<Moment> Moments { get; private set; } = [];

    public string EndedBy => Call.EndedBy switch
    {
        "caller" => T("the caller"),
        "called" => T("the called"),
        "transfer" => T("a transfer"),
        "transferred" => T("the transferred party"),
        _ => T("the system"),
    };

    public string Zone => $"{clock.Local(Call.StartedAt).ToString("D", CultureInfo.CurrentCulture)}, {clock.Zone.Id.Replace('_', ' ')}";

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await db.Calls.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) is not { } call || !access.MaySee(CallLogsModule.View.Key, call))
        {
            return NotFound();
        }

        (Call, Path, Diversions) = (call, [.. call.ReasonList.Select(Told)], call.DiversionList);
        Moments = [.. MomentsOf(call)];
        Head.Title = T($"{Name(call.CallerName, call.CallerNumber)} to {Name(call.CalledName, call.Dialled)}");
        Head.Under(T("Call logs"), "/call-logs");
        return Page();
    }

    private IEnumerable<Moment> MomentsOf(LoggedCall call)
    {
        yield return At(T("Started"), call.StartedAt, call.StartedAt);
        if (call.AnsweredAt is { } answered)
        {
            yield return At(T("Answered"), answered, call.StartedAt);
        }

        yield return At(T("Ended"), call.EndedAt, call.StartedAt);
    }

    private Moment At(string name, DateTimeOffset at, DateTimeOffset start) => new(
        name,
        clock.Local(at).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture),
        at == start ? "" : string.Create(CultureInfo.InvariantCulture, $"+{(at - start).TotalSeconds:0.000} s"));

    private static string Name(string? name, string number) => string.IsNullOrWhiteSpace(name) ? (number.Length == 0 ? T("Unknown") : number) : name;

    internal sealed record Moment(string Name, string Time, string Since);
}
