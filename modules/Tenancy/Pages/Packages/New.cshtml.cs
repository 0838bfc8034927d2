using MediatR;
using Microsoft.AspNetCore.Mvc;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Tenancy.Domain.Features;
using Portal.Web;

namespace Portal.Tenancy.Pages.Packages;

[Needs(TenancyModule.ChangePackages)]
internal sealed class NewModel(IMediator mediator, FeatureRegistry registry) : PortalPage
{
    [BindProperty]
    public PackageForm Input { get; set; } = new();

    [FromQuery(Name = "for")]
    public string? For { get; set; }

    [FromQuery(Name = "kind")]
    public string? KindAsked { get; set; }

    public FeatureScope Scope => For == "site" ? FeatureScope.Site : FeatureScope.User;

    public PackageKind Kind => KindAsked == "add-on" ? PackageKind.AddOn : PackageKind.Package;

    public IReadOnlyList<Feature> Offered => registry.Of(Scope);

    public IReadOnlyList<(FeatureScope Scope, PackageKind Kind, string Text)> Choices =>
    [
        (FeatureScope.User, PackageKind.Package, T("Package for employees")), (FeatureScope.User, PackageKind.AddOn, T("Add-on for employees")),
        (FeatureScope.Site, PackageKind.Package, T("Package for sites")), (FeatureScope.Site, PackageKind.AddOn, T("Add-on for sites")),
    ];

    public void OnGet() => Place();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        Place();
        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var outcome = await mediator.Send(new CreatePackage(Scope, Kind, Input.Content()), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T($"{Input.Name} is made. Companies can have it once it stands in their service offering."));
        return Redirect("/packages");
    }

    public string Address(FeatureScope scope, PackageKind kind) =>
        $"/packages/new?for={(scope == FeatureScope.Site ? "site" : "user")}&kind={(kind == PackageKind.AddOn ? "add-on" : "package")}";

    private void Place()
    {
        Head.Title = T("New package");
        Head.Under(T("Feature packages"), "/packages");
    }
}
