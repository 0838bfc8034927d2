using Microsoft.AspNetCore.Mvc;
using Portal.Data.Jobs;
using Portal.Modularity.Access;
using Portal.Web.Lists;
using Portal.Web.Platform;

namespace Portal.Web.Pages.Jobs;

[Needs(PlatformOffers.RunJobs)]
internal sealed class IndexModel(JobRunner runner, TimeProvider clock) : PortalPage
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly ListShape Shape = new ListShape("jobs", "jobs")
        .Column("job", "Job").Column("when", "When").Column("next", "Next").Column("last", "Last run").Column("outcome", "Outcome").Column("run", "");

    public PagedList<JobStatus> List { get; private set; } = default!;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Head.Title = T("Jobs");
        Head.Lead = T("Work the portal does by itself.");
        var (query, jobs) = (Shape.Read(Request), await runner.StatusAsync(ct));
        List = new(query, [.. jobs.Skip(query.Skip).Take(query.Size)], jobs.Count);
        return FragmentOrPage("_Jobs");
    }

    public async Task<IActionResult> OnPostRunAsync(string? name, CancellationToken ct)
    {
        if (runner.Jobs.FirstOrDefault(j => j.Name == name) is not { } job)
        {
            return NotFound();
        }

        // The job belongs to the portal, not to this request: it goes on when the browser has left.
        var run = runner.RunAsync(job.Name, CancellationToken.None);
        var words = T(job.Name);
        if (await Task.WhenAny(run, Task.Delay(Patience, clock, ct)) != run)
        {
            Toast(Tone.Notice, T($"{words} has begun; reload this page to see how it ends."));
            return RedirectToPage();
        }

        switch (await run)
        {
            case JobResult.Done:
                Toast(T($"{words} is done."));
                break;
            case JobResult.Running:
                Toast(Tone.Notice, T($"{words} is running already."));
                break;
            default:
                Toast(Tone.Bad, T($"{words} failed; the reason is in the list."));
                break;
        }

        return RedirectToPage();
    }

    public static string Words(JobSchedule schedule) => schedule switch
    {
        JobSchedule.TimeOfDay daily => T($"Every day at {daily.At:HH:mm} UTC"),
        JobSchedule.Interval { Length.TotalDays: >= 1 } every => N((long)every.Length.TotalDays, "Every day", "Every {0} days"),
        JobSchedule.Interval { Length.TotalHours: >= 1 } every => N((long)every.Length.TotalHours, "Every hour", "Every {0} hours"),
        JobSchedule.Interval every => N((long)Math.Max(1, every.Length.TotalMinutes), "Every minute", "Every {0} minutes"),
        _ => "",
    };

    public static Status OutcomeOf(JobStatus job) => job switch
    {
        { Running: true } => new Status(Tone.Notice, T("Running"), "loader-2"),
        { Error: not null } => new Status(Tone.Bad, T("Failed")),
        { EndedAt: not null } => new Status(Tone.Good, T("Done")),
        { StartedAt: not null } => new Status(Tone.Warning, T("Interrupted")),
        _ => new Status(Tone.Neutral, T("Waiting")),
    };
}
