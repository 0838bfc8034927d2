using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Portal.Data.History;
using Portal.Modularity.Access;
using Portal.Web.Lists.Export;
using Portal.Web.Pages.AuditLog;

namespace Portal.Web.Pages.History;

/// <summary>"View history" and "Make a note" of any object.</summary>
[Needs(ObjectHistory.View)]
internal sealed class ObjectModel(ObjectHistory history, ChangeLists lists, IMediator mediator, IAccess access) : PortalPage
{
    [BindProperty, DataType(DataType.MultilineText)]
    public string? Text { get; set; }

    [BindProperty]
    public bool ProviderOnly { get; set; }

    public IReadOnlyList<ObjectNote> Notes { get; private set; } = [];

    public ChangeList Changes { get; private set; } = default!;

    public bool MayNote { get; private set; }

    public bool IsProvider => history.IsProvider;

    public async Task<IActionResult> OnGetAsync(string kind, Guid id, CancellationToken ct) =>
        await PlaceAsync(kind, id, ct) ? FragmentOrPage("_Changes", Changes) : NotFound();

    public async Task<IActionResult> OnPostAsync(string kind, Guid id, CancellationToken ct)
    {
        if (!await PlaceAsync(kind, id, ct))
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var outcome = await mediator.Send(new MakeNote(kind, id, Text ?? "", ProviderOnly), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T("The note is kept."));
        return Redirect($"/history/{kind}/{id}");
    }

    private async Task<bool> PlaceAsync(string kind, Guid id, CancellationToken ct)
    {
        if (await history.FindAsync(kind, id, ObjectHistory.View, ct) is not { } found)
        {
            return false;
        }

        Head.Title = T($"History of {found.Name}");
        Head.Lead = T("Every change with who made it, and the notes people left.");
        if (!found.IsGone)
        {
            Head.Under(found.Name, history.Kind(kind)!.AddressOf(id));
        }

        MayNote = access.Allows(ObjectHistory.Note, found.Scope);
        Notes = ListExport.Of(HttpContext) is null ? await history.NotesAsync(kind, id, ct) : [];
        Changes = await lists.ReadAsync(Request, history.Entries(found, id), null, ct);
        return true;
    }
}
