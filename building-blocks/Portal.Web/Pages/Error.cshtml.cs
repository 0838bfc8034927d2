using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Portal.Htmx;
using Portal.Modularity.Access;
using Portal.Web.Features;
using Portal.Web.Security;

namespace Portal.Web.Pages;

/// <summary>
/// What a person sees when a request fails. Reached only by re-execution; the words say what happened and what to do. For
/// htmx it is a toast, and the page with everything typed stays as it is.
/// </summary>
[AllowAnonymous, IgnoreAntiforgeryToken, ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class ErrorModel(CurrentUser user) : PortalPage
{
    public string Words { get; private set; } = "";

    public string? Reference { get; private set; }

    /// <summary>The shell asks the modules for menus; where something is broken, the plain page is the safer one.</summary>
    public bool InShell => user.IsSignedIn && Reference is null;

    // A failed request of any method is shown by this page.
    public IActionResult OnGet() => Answer();

    public IActionResult OnPost() => Answer();

    public IActionResult OnPut() => Answer();

    public IActionResult OnPatch() => Answer();

    public IActionResult OnDelete() => Answer();

    private IActionResult Answer()
    {
        // Not bound: where the failed request's form cannot be read, nothing is, not even from the address.
        var code = int.Parse((string)RouteData.Values["code"]!, CultureInfo.InvariantCulture);
        (Head.Title, Words) = code switch
        {
            400 when HttpContext.Items.ContainsKey(AntiforgeryGuard.Refused) => (T("This form was open for too long"),
                T("It was refused because it is no longer certain that it comes from you: you may have signed in again or out in another tab. Nothing was saved. Go back, reload the page, and send it again.")),
            400 => (T("That request could not be read"), T("The address or the form holds something this page does not understand. Nothing was saved.")),
            401 => (T("Sign in first"), T("This page is for people who have signed in.")),
            403 when HttpContext.Items[FeatureFilter.Refused] is FeatureRefusal refusal => (refusal.Title, refusal.Words),
            403 => (T("Not yours to do"), T("Your account is not allowed to do this. Whoever administers your company's portal can change that.")),
            404 => (T("Not here, or not yours to see"), T("There is nothing at this address for you. It may have been removed, or it belongs to someone else.")),
            429 => (T("Too many attempts"), T("Wait a little before trying again.")),
            503 => (T("Not available right now"), T("The portal is starting or stopping. Try again in a moment.")),
            >= 500 => (T("Something went wrong on our side"), T("It has been written down. If it happens again, tell your administrator the reference below.")),
            _ => (T("That did not work"), T("The portal refused this request. Nothing was saved.")),
        };
        if (code >= 500)
        {
            Reference = Activity.Current?.TraceId.ToString() ?? HttpContext.TraceIdentifier;
        }

        Response.StatusCode = code;
        if (!Request.IsHtmxNonBoosted())
        {
            return Page();
        }

        Toast(Tone.Bad, Head.Title + ". " + Words + (Reference is null ? "" : " " + T($"Reference {Reference}")));
        return new EmptyResult();
    }
}
