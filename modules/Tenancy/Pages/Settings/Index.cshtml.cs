using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain;
using Portal.Tenancy.Domain.Settings;
using Portal.Web;

namespace Portal.Tenancy.Pages.Settings;

[Needs(TenancyModule.ChangeSettings)]
internal sealed class IndexModel(IMediator mediator, TenancyDb db) : PortalPage
{
    [BindProperty]
    public Form Input { get; set; } = new();

    public bool HasLogo { get; private set; }

    internal sealed class Form : BrandForm
    {
        [Display(Name = "Number range start")]
        public int? RangeStart { get; set; }

        [Display(Name = "Block size")]
        public int? BlockSize { get; set; }

        [Display(Name = "Blocked extensions"), StringLength(BlockedExtensions.Longest), DataType(DataType.MultilineText)]
        public string? Blocked { get; set; }
    }

    public async Task OnGetAsync(CancellationToken ct)
    {
        var settings = await PlaceAsync(ct);
        Input = new()
        {
            RangeStart = settings.RangeStart, BlockSize = settings.BlockSize, Blocked = settings.Blocked, ProductName = settings.ProductName,
            Accent = settings.Accent, MailName = settings.MailName, MailAddress = settings.MailAddress, Version = settings.Version,
        };
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var settings = await PlaceAsync(ct);
        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var outcome = await mediator.Send(
            new ChangePlatformSettings(Input.Version, Input.RangeStart, Input.BlockSize, Input.Blocked.Tidied(), await Input.ReadAsync(ct)), ct);
        if (outcome.Kind == OutcomeKind.Conflict)
        {
            Input.Version = settings.Version;
            return Conflicted(outcome, "Input.Version");
        }

        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T("The settings are saved and hold from now on."));
        return Redirect("/settings");
    }

    private async Task<PlatformSettings> PlaceAsync(CancellationToken ct)
    {
        Head.Title = T("Settings");
        Head.Lead = T("They hold for the whole platform; a company may set its own brand and sender.");
        var settings = await db.PlatformSettings.AsNoTracking().SingleOrDefaultAsync(ct) ?? new PlatformSettings();
        HasLogo = settings.Logo is not null;
        return settings;
    }
}
