using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.Extensions.DependencyInjection;
using Portal.Htmx;
using Portal.Modularity.Requests;
using Portal.Web.Forms;
using Portal.Web.Lists.Export;
using Portal.Web.Messages;

namespace Portal.Web;

/// <summary>A page that speaks with the shell. Implement it only where <see cref="PortalPage"/> cannot be the base.</summary>
public interface IPortalPage
{
    PageHead Head { get; }

    /// <summary>Set when somebody else changed the object while this form was open.</summary>
    EditConflict? Conflict { get; }
}

/// <summary>Base of the portal's page models: the head of the page, and the answers every page gives in the same way.</summary>
public abstract class PortalPage : PageModel, IPortalPage
{
    public PageHead Head { get; } = new();

    public EditConflict? Conflict { get; private set; }

    /// <summary>
    /// Answers htmx with the partial alone and everyone else with the whole page, which includes the same partial; so every
    /// address can be opened, reloaded and shared.
    /// </summary>
    /// <param name="partial">A partial beside the page, for example <c>_List</c>.</param>
    /// <param name="model">The partial's model; the page model itself when null.</param>
    protected IActionResult FragmentOrPage(string partial, object? model = null)
    {
        Response.Htmx(h => h.WithVary());
        return Request.IsHtmxNonBoosted() || ListExport.Of(HttpContext) is not null ? Fragment(partial, model) : Page();
    }

    /// <summary>The partial alone. For handlers that only htmx calls; a plain form post should redirect instead.</summary>
    protected PartialViewResult Fragment(string partial, object? model = null) => new()
    {
        ViewName = partial,
        ViewData = new ViewDataDictionary(MetadataProvider, ModelState) { Model = model ?? this },
        TempData = TempData,
        StatusCode = ModelState.IsValid ? null : 422,
    };

    /// <summary>Says in a few words what has happened, on this page or the one the answer leads to.</summary>
    /// <param name="undo">Where a POST takes it back; null when it cannot be taken back.</param>
    protected void Toast(string text, string? undo = null) =>
        HttpContext.RequestServices.GetRequiredService<Toasts>().Add(new Toast(Tone.Good, text, undo));

    /// <summary>As <see cref="Toast(string, string?)"/>, for what went less well.</summary>
    protected void Toast(Tone tone, string text) =>
        HttpContext.RequestServices.GetRequiredService<Toasts>().Add(new Toast(tone, text, null));

    /// <summary>
    /// The answer to a change that was not carried out: not found and forbidden pages, or the form again with what was typed
    /// and the reasons beside the fields. Call it only when the outcome is not <see cref="OutcomeKind.Done"/>.
    /// </summary>
    protected IActionResult Failed(IOutcome outcome)
    {
        switch (outcome.Kind)
        {
            case OutcomeKind.NotFound:
                return NotFound();
            case OutcomeKind.Forbidden:
                return Forbid();
            case OutcomeKind.Conflict:
                return Conflicted(outcome, "");
            case OutcomeKind.Refused:
                ModelState.Add(outcome);
                return Invalid();
            default:
                throw new ArgumentException("The change was carried out.", nameof(outcome));
        }
    }

    /// <summary>The form again, with what was typed and the errors of the model state (status 422).</summary>
    protected PageResult Invalid()
    {
        var page = Page();
        page.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return page;
    }

    /// <summary>
    /// Tells that somebody else saved the object meanwhile. What was typed is kept; the person may load the other's version
    /// or save anyway.
    /// </summary>
    /// <param name="versionField">
    /// The form field that holds the object's version, for example <c>Input.Version</c>. Set the property to the current
    /// version first: the form is then rendered with it, so that saving again overwrites knowingly.
    /// </param>
    /// <param name="theirs">What the other changed, where the page can tell.</param>
    protected PageResult Conflicted(IOutcome outcome, string versionField, params FieldChange[] theirs)
    {
        if (versionField.Length > 0)
        {
            ModelState.Remove(versionField);
        }

        Conflict = new EditConflict(outcome.Problems.Count > 0 ? outcome.Problems[0].Message : T("Somebody else changed this meanwhile."), theirs);
        var page = Page();
        page.StatusCode = StatusCodes.Status409Conflict;
        return page;
    }
}
