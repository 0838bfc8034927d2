using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Delayed;
using Portal.Data.History;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Web.Lists;
using Portal.Web.Lists.Export;

namespace Portal.Web.Pages.Delayed;

/// <summary>What the signed-in person has saved with a delay, and how it ended.</summary>
[SignedIn]
internal sealed class IndexModel(DelayedSaves saves, ObjectHistory objects) : PortalPage
{
    private static readonly ListShape Shape = new ListShape("delayed", "delayed changes")
        .Column("what", "What").Column("due", "Saved at").Column("made", "Made").Column("state", "State").Column("cancel", "");

    public string AddressOf(DelayedSave save) =>
        objects.Kind(save.Kind) is { } kind && Guid.TryParse(save.ObjectId, out var id) ? kind.AddressOf(id) : $"/{save.Kind}/{save.ObjectId}";

    public PagedList<DelayedSave> List { get; private set; } = default!;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Head.Title = T("Delayed changes");
        Head.Lead = T("Changes you have made that are saved at a time you chose.");
        var query = Shape.Read(Request);
        var mine = saves.Mine();
        List = new(query, await mine.Skip(query.Skip).Take(query.Size).ToListAsync(ct), await mine.CountAsync(ct));
        if (ListExport.Of(HttpContext) is null)
        {
            await saves.SeenAsync(ct);
        }

        return FragmentOrPage("_Delayed");
    }

    public async Task<IActionResult> OnPostCancelAsync(Guid id, string? back, CancellationToken ct)
    {
        var outcome = await saves.CancelAsync(id, ct);
        if (outcome.Kind == OutcomeKind.NotFound)
        {
            return NotFound();
        }

        if (outcome.Succeeded)
        {
            Toast(T("The change is called off; nothing will be saved."));
        }
        else
        {
            Toast(Tone.Warning, outcome.Problems[0].Message);
        }

        return Url.IsLocalUrl(back) ? LocalRedirect(back) : RedirectToPage();
    }

    public static Status StatusOf(DelayedSave save) => save.State switch
    {
        DelayedState.Waiting => new Status(Tone.Notice, T("Waiting"), "clock"),
        DelayedState.Running => new Status(Tone.Notice, T("Running"), "loader-2"),
        DelayedState.Saved => new Status(Tone.Good, T("Saved")),
        DelayedState.Cancelled => new Status(Tone.Neutral, T("Called off")),
        DelayedState.Conflict => new Status(Tone.Bad, T("Not saved: changed meanwhile")),
        _ => new Status(Tone.Bad, T("Not saved")),
    };
}
