using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Data;
using Portal.Tenancy.Dialling;
using Portal.Tenancy.Domain;
using Portal.Tenancy.Domain.Dialling;
using Portal.Tenancy.Pages.Sites;
using Portal.Web;
using Portal.Web.Forms;

namespace Portal.Tenancy.Pages.Dialling;

/// <summary>A site's dial location, where help shall find its people, and what the contract allows it.</summary>
[Needs(TenancyModule.ViewSites)]
internal sealed class SiteModel(IMediator mediator, TenancyDb db, IAccess access) : PortalPage
{
    [BindProperty]
    public PlaceForm Input { get; set; } = new();

    public Site Site { get; private set; } = default!;

    public bool MayChange { get; private set; }

    /// <summary>The provider decides over the limits; others see them.</summary>
    public bool MayLimit { get; private set; }

    public IReadOnlyList<SelectListItem> Locations { get; private set; } = [];

    internal sealed class PlaceForm
    {
        public Guid? LocationId { get; set; }

        [DataType(DataType.MultilineText)]
        public string? EmergencyAddress { get; set; }

        [DataType(DataType.MultilineText)]
        public string? EmergencyNotes { get; set; }

        public string? CallbackNumber { get; set; }

        public int? MaxCalls { get; set; }

        public int? MaxEmployees { get; set; }

        public int Version { get; set; }

        public static PlaceForm From(SitePlace? p) => p is null ? new() : new()
        {
            LocationId = p.LocationId, EmergencyAddress = p.EmergencyAddress, EmergencyNotes = p.EmergencyNotes, CallbackNumber = p.CallbackNumber,
            MaxCalls = p.MaxCalls, MaxEmployees = p.MaxEmployees, Version = p.Version,
        };

        public PlaceSettings Settings(PlaceSettings now, bool mayLimit) => new(
            LocationId, EmergencyAddress ?? "", EmergencyNotes ?? "", CallbackNumber ?? "", mayLimit ? MaxCalls : now.MaxCalls, mayLimit ? MaxEmployees : now.MaxEmployees);
    }

    public async Task<IActionResult> OnGetAsync(SiteId id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct))
        {
            return NotFound();
        }

        Input = PlaceForm.From(await FindAsync(id, ct));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(SiteId id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct) || !MayChange)
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var current = await FindAsync(id, ct);
        var outcome = await mediator.Send(new SetSitePlace(id, Input.Version, Input.Settings(current?.Settings ?? new PlaceSettings(), MayLimit)), ct);
        if (outcome.Kind == OutcomeKind.Conflict && await FindAsync(id, ct) is { } theirs)
        {
            Input.Version = theirs.Version;
            return Conflicted(outcome, "Input.Version", [.. Differences(theirs)]);
        }

        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T($"The location of {Site.Name} is saved."));
        return Redirect($"/sites/{id}");
    }

    private IEnumerable<FieldChange> Differences(SitePlace theirs)
    {
        (string Field, string? Yours, string? Theirs)[] fields =
        [
            (T("Dial location"), NameOf(Input.LocationId), NameOf(theirs.LocationId)), (T("Address"), Input.EmergencyAddress, theirs.EmergencyAddress),
            (T("How to find people there"), Input.EmergencyNotes, theirs.EmergencyNotes), (T("Callback number"), Input.CallbackNumber, theirs.CallbackNumber),
            (T("Calls at a time"), Input.MaxCalls?.ToString(), theirs.MaxCalls?.ToString()), (T("Employees"), Input.MaxEmployees?.ToString(), theirs.MaxEmployees?.ToString()),
        ];
        return fields.Where(f => (f.Yours ?? "") != (f.Theirs ?? "")).Select(f => new FieldChange(f.Field, f.Yours ?? "", f.Theirs ?? ""));

        string NameOf(Guid? location) => Locations.FirstOrDefault(l => l.Value == (location?.ToString() ?? ""))?.Text ?? "";
    }

    private async Task<bool> LoadAsync(SiteId id, CancellationToken ct)
    {
        if (await db.Sites.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct) is not { } site
            || !access.Allows(TenancyModule.ViewSites, new ObjectScope(site.CompanyId, site.Id)))
        {
            return false;
        }

        Site = site;
        MayChange = access.Allows(TenancyModule.ChangeSites, new ObjectScope(site.CompanyId, site.Id));
        MayLimit = access.Allows(TenancyModule.ManageCompany, new ObjectScope(site.CompanyId));
        var locations = await db.Locations.AsNoTracking().Where(l => l.CompanyId == site.CompanyId).OrderBy(l => l.NameKey).Select(l => new { l.Id, l.Name }).ToListAsync(ct);
        Locations = [new(T("None: full numbers, by the site's country"), ""), .. locations.Select(l => new SelectListItem(l.Name, l.Id.ToString()))];
        Head.Title = T("Location and limits");
        Head.UnderSites(await db.Companies.AsNoTracking().SingleAsync(c => c.CompanyId == site.CompanyId, ct), access).Under(site.Name, $"/sites/{id}");
        Head.Subject = site.Subject();
        return true;
    }

    private Task<SitePlace?> FindAsync(SiteId id, CancellationToken ct) => db.SitePlaces.AsNoTracking().SingleOrDefaultAsync(p => p.SiteId == id, ct);
}
