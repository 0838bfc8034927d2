using System.Collections.Frozen;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Modularity.Requests;
using Portal.Tenancy.Domain.Features;
using Portal.Tenancy.Features;
using Portal.Tenancy.Pages.Features;
using Portal.Web;
using Portal.Web.Forms;

namespace Portal.Tenancy.Pages.Packages;

/// <summary>A package: to change for those whose it is, to look at for the others.</summary>
[Needs(TenancyModule.ViewPackages)]
internal sealed class EditModel(IMediator mediator, Catalogue catalogue, FeatureRegistry registry, FeatureSnapshot snapshot, IAccess access) : PortalPage
{
    [BindProperty]
    public PackageForm Input { get; set; } = new();

    public FeaturePackage Package { get; private set; } = default!;

    public bool MayChange { get; private set; }

    public IReadOnlyList<Feature> Offered => registry.Of(Package.Scope);

    public int Companies => snapshot.CompaniesWith(Package.Id);

    public IReadOnlyList<PackageView> Shown { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(FeaturePackageId id, CancellationToken ct)
    {
        if (!await PlaceAsync(id, ct))
        {
            return NotFound();
        }

        Input = PackageForm.From(Package);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(FeaturePackageId id, CancellationToken ct)
    {
        if (!await PlaceAsync(id, ct))
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var outcome = await mediator.Send(new ChangePackage(id, Input.Version, Input.Content()), ct);
        if (outcome.Kind == OutcomeKind.Conflict && await PlaceAsync(id, ct))
        {
            Input.Version = Package.Version;
            string Names(IEnumerable<string> keys) => string.Join(", ", keys.Select(k => registry.Find(k) is { } f ? T(f.Name) : k).Order(StringComparer.CurrentCulture));
            return Conflicted(outcome, "Input.Version",
                new FieldChange(T("Name"), Input.Name ?? "", Package.Name), new FieldChange(T("Features in it"), Names(Input.Features), Names(Words.Read(Package.Features))));
        }

        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T($"{Input.Name} is saved."));
        return Redirect("/packages");
    }

    public async Task<IActionResult> OnPostDeleteAsync(FeaturePackageId id, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await PlaceAsync(id, ct))
        {
            return NotFound();
        }

        var name = Package.Name;
        var outcome = await mediator.Send(new DeletePackage(id, Input.Version), ct);
        if (outcome.Kind is OutcomeKind.Refused or OutcomeKind.Conflict)
        {
            Input = PackageForm.From(Package);
        }

        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T($"The package {name} is deleted."));
        return Redirect("/packages");
    }

    private async Task<bool> PlaceAsync(FeaturePackageId id, CancellationToken ct)
    {
        if (await catalogue.Visible.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) is not { } package)
        {
            return false;
        }

        Package = package;
        MayChange = access.AllowsSomewhere(TenancyModule.ChangePackages) && catalogue.MayChange(package.Owner);
        Shown = [new PackageView(new PackageState(
            package.Version, package.Id, package.Owner, package.Scope, package.Kind, package.Name, package.Summary, Words.Read(package.Features).ToFrozenSet()),
            [.. Offered.Where(f => Words.Read(package.Features).Contains(f.Key))], IsStandard: false)];
        Head.Title = package.Name;
        Head.Clear();
        Head.Under(T("Feature packages"), "/packages");
        return true;
    }
}
