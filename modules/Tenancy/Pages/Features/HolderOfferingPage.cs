using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Modularity.Requests;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Features;
using Portal.Tenancy.Features;
using Portal.Web.Forms;

namespace Portal.Tenancy.Pages.Features;

/// <summary>
/// The service offering of a site: its package and add-ons, and what is available for the employees there; or of an employee:
/// their package and add-ons (TE10). Administrators of the company choose here.
/// </summary>
internal abstract class HolderOfferingPage(
    FeatureScope scope, Holders holders, TenancyDb db, IAccess access, IMediator mediator, FeatureRegistry registry, FeatureSnapshot snapshot)
    : HolderPage(scope, holders, db, access)
{
    [BindProperty]
    public FeaturePackageId? Package { get; set; }

    [BindProperty]
    public FeaturePackageId[] AddOns { get; set; } = [];

    [BindProperty]
    public int Version { get; set; }

    /// <summary>What the holder has, the package first.</summary>
    public IReadOnlyList<PackageView> Has { get; private set; } = [];

    /// <summary>What employees of the site may be given; empty on an employee's page.</summary>
    public IReadOnlyList<PackageView> ForEmployees { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Packages { get; private set; } = [];

    public IReadOnlyList<PackageView> OfferedAddOns { get; private set; } = [];

    public bool MayAssign { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await LoadAsync(ct))
        {
            return NotFound();
        }

        var row = await RowAsync(ct);
        (Package, AddOns, Version) = (row?.Package, [.. Words.Ids(row?.AddOns ?? "")], row?.Version ?? 0);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await LoadAsync(ct))
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var outcome = await mediator.Send(new AssignPackages(Holder, Package, AddOns, Version), ct);
        if (outcome.Kind == OutcomeKind.Conflict)
        {
            var row = await RowAsync(ct);
            Version = row?.Version ?? 0;
            return Conflicted(outcome, nameof(Version), new FieldChange(T("Package"), NameOf(Package), NameOf(row?.Package)));
        }

        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T($"The packages of {View.Name} are saved."));
        return Redirect($"{View.Address}/service-offering");
    }

    private async Task<bool> LoadAsync(CancellationToken ct)
    {
        if (!await PlaceAsync(TenancyModule.ViewOffering, T("Service offering"), ct))
        {
            return false;
        }

        var company = View.At.Company!.Value;
        var offered = snapshot.OfferedTo(company);
        var standard = snapshot.StandardOf(company, Holder.Scope);
        var has = snapshot.PackagesOf(Holder.Scope, View.At);
        Has = [.. has.Select(p => PackageView.Of(p, registry, isStandard: p.Id == standard?.Id))];
        ForEmployees = IsSite ? [.. offered.Where(p => p.Scope == FeatureScope.User).Select(p => PackageView.Of(p, registry, snapshot.StandardOf(company, FeatureScope.User)?.Id == p.Id))] : [];
        OfferedAddOns = [.. offered.Concat(has).DistinctBy(p => p.Id)
            .Where(p => p.Scope == Holder.Scope && p.Kind == PackageKind.AddOn).Select(p => PackageView.Of(p, registry, false))];
        Packages =
        [
            new(standard is null ? T("None") : T($"Standard of the company ({standard.Name})"), ""),
            .. offered.Concat(has).DistinctBy(p => p.Id).Where(p => p.Scope == Holder.Scope && p.Kind == PackageKind.Package).Select(p => new SelectListItem(p.Name, p.Id.ToString())),
        ];
        MayAssign = Access.Allows(TenancyModule.AssignPackages, View.At) && (Packages.Count > 1 || OfferedAddOns.Count > 0);
        Head.Lead = IsSite
            ? T("The features this site has been given, and the packages its employees may have.")
            : T("The features this employee has been given.");
        return true;
    }

    private string NameOf(FeaturePackageId? id) => Packages.FirstOrDefault(p => p.Value == (id?.ToString() ?? ""))?.Text ?? "–";

    private Task<PackageAssignment?> RowAsync(CancellationToken ct) => Db.PackageAssignments.AsNoTracking().SingleOrDefaultAsync(a => a.HolderId == Id, ct);
}

/// <summary>A package as it is shown: what is in it, as far as it is installed.</summary>
internal sealed record PackageView(PackageState Package, IReadOnlyList<Feature> Features, bool IsStandard)
{
    public static PackageView Of(PackageState package, FeatureRegistry registry, bool isStandard) =>
        new(package, [.. registry.Of(package.Scope).Where(f => package.Features.Contains(f.Key))], isStandard);
}
