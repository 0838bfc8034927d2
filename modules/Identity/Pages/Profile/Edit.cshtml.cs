using System.ComponentModel.DataAnnotations;
using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Identity.Pictures;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Modularity.Texts;
using Portal.Web;

namespace Portal.Identity.Pages.Profile;

/// <summary>The own data, language, time zone and picture (ID12).</summary>
[SignedIn]
internal sealed class EditModel(IMediator mediator, IdentityDb db, CurrentUser user) : PortalPage
{
    [BindProperty] public Form Input { get; set; } = new();

    public User? Account { get; private set; }

    public bool IsEmployee => user.Employee is not null;

    public string? PictureHref => Account?.Picture is { } picture ? $"/pictures/{Account.Id}/{picture}" : null;

    public string? PictureProblem { get; private set; }

    public IReadOnlyList<SelectListItem> Languages { get; } =
        [new(T("As the browser asks"), ""), .. SpokenLanguages.All.Select(l => new SelectListItem(SpokenLanguages.NameOf(l), l))];

    internal sealed record Form
    {
        [Required(ErrorMessage = "Give your name."), StringLength(128)] public string? Name { get; set; }

        public string? Language { get; set; }

        [Display(Name = "Time zone")] public string? TimeZone { get; set; }

        public string Version { get; set; } = "";
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await PlaceAsync(ct))
        {
            return NotFound();
        }

        Fill();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await PlaceAsync(ct))
        {
            return NotFound();
        }

        if (IsEmployee)
        {
            ModelState.Remove("Input.Name");
        }

        if (!ModelState.IsValid || !int.TryParse(Input.Version, CultureInfo.InvariantCulture, out var version))
        {
            return Invalid();
        }

        var outcome = await mediator.Send(new ChangeOwnProfile(Input.Name, Input.Language, Input.TimeZone?.Trim(), version), ct);
        if (outcome.Kind == OutcomeKind.Conflict)
        {
            Input.Version = Account!.Version.ToString(CultureInfo.InvariantCulture);
            return Conflicted(outcome, "Input.Version");
        }

        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        // Said in the language just chosen.
        CultureInfo.CurrentUICulture = SpokenLanguages.Find(Input.Language) ?? CultureInfo.CurrentUICulture;
        Toast(T("Your profile is saved."));
        return LocalRedirect("~/profile");
    }

    public async Task<IActionResult> OnPostPictureAsync(IFormFile? picture, CancellationToken ct)
    {
        if (!await PlaceAsync(ct))
        {
            return NotFound();
        }

        // Nothing of the other form was sent.
        ModelState.Clear();
        if (picture is null || picture.Length == 0)
        {
            return Refuse(T("Choose a picture."));
        }

        if (picture.Length > Picture.MostBytes)
        {
            return Refuse(T("The picture is larger than 2 MB."));
        }

        using var content = new MemoryStream();
        await picture.CopyToAsync(content, ct);
        var outcome = await mediator.Send(new SetPicture(content.ToArray()), ct);
        if (outcome.Kind == OutcomeKind.Refused)
        {
            return Refuse(outcome.Problems[0].Message);
        }

        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T("Your picture is saved."));
        return LocalRedirect("~/profile/edit");
    }

    public async Task<IActionResult> OnPostRemovePictureAsync(CancellationToken ct)
    {
        var outcome = await mediator.Send(new SetPicture(null), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T("Your picture is removed."));
        return LocalRedirect("~/profile/edit");
    }

    private IActionResult Refuse(string problem)
    {
        Fill();
        PictureProblem = problem;
        return Invalid();
    }

    private void Fill() => Input = new Form
    {
        Name = Account!.DisplayName,
        Language = Account.Language ?? "",
        TimeZone = Account.TimeZone,
        Version = Account.Version.ToString(CultureInfo.InvariantCulture),
    };

    private async Task<bool> PlaceAsync(CancellationToken ct)
    {
        Head.Title = T("Your profile");
        Head.Under(T("Profile"), "/profile");
        Account = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == user.Id, ct);
        return Account is not null;
    }
}
