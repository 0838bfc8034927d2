using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Modularity.Requests;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain;
using Portal.Tenancy.Domain.Features;
using Portal.Tenancy.Features;

namespace Portal.Tenancy.Pages.Packages;

/// <summary>What a package says and holds.</summary>
internal sealed record PackageContent(string Name, string Summary, IReadOnlyList<string> Features);

internal sealed record CreatePackage(FeatureScope Scope, PackageKind Kind, PackageContent Content) : IChange<Outcome<FeaturePackageId>>;

/// <summary>Who it is for and whether it is an add-on stay as they were: sites and employees have it already.</summary>
internal sealed record ChangePackage(FeaturePackageId Id, int Version, PackageContent Content) : IChange<Outcome>;

internal sealed record DeletePackage(FeaturePackageId Id, int Version) : IChange<Outcome>;

internal sealed class PackageHandlers(
    TenancyDb db, UnitOfWork unit, IAccess access, Catalogue catalogue, FeatureRegistry registry, FeatureSnapshot snapshot) :
    IRequestHandler<CreatePackage, Outcome<FeaturePackageId>>, IRequestHandler<ChangePackage, Outcome>, IRequestHandler<DeletePackage, Outcome>
{
    public async Task<Outcome<FeaturePackageId>> Handle(CreatePackage request, CancellationToken cancellationToken)
    {
        if (!access.AllowsSomewhere(TenancyModule.ChangePackages) || catalogue.Owner is not { } owner)
        {
            return Outcome.Forbidden;
        }

        if (!Enum.IsDefined(request.Scope) || !Enum.IsDefined(request.Kind))
        {
            return Outcome.Refused(T("Choose whom the package is for."));
        }

        var package = new FeaturePackage { Owner = owner, Scope = request.Scope, Kind = request.Kind };
        if (await FillAsync(package, request.Content, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        db.Add(package);
        var saved = await SaveAsync(package, cancellationToken);
        return saved.Succeeded ? package.Id : saved;
    }

    public async Task<Outcome> Handle(ChangePackage request, CancellationToken cancellationToken)
    {
        if (await catalogue.Visible.SingleOrDefaultAsync(p => p.Id == request.Id, cancellationToken) is not { } package)
        {
            return Outcome.NotFound;
        }

        if (!access.AllowsSomewhere(TenancyModule.ChangePackages) || !catalogue.MayChange(package.Owner))
        {
            return Outcome.Forbidden;
        }

        db.ExpectVersion(package, request.Version);
        if (await FillAsync(package, request.Content, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        return !db.ChangeTracker.HasChanges() && package.Version == request.Version ? Outcome.Done : await SaveAsync(package, cancellationToken);
    }

    public async Task<Outcome> Handle(DeletePackage request, CancellationToken cancellationToken)
    {
        if (await catalogue.Visible.SingleOrDefaultAsync(p => p.Id == request.Id, cancellationToken) is not { } package)
        {
            return Outcome.NotFound;
        }

        if (!access.AllowsSomewhere(TenancyModule.ChangePackages) || !catalogue.MayChange(package.Owner))
        {
            return Outcome.Forbidden;
        }

        // From memory, which knows every company: a partner's own view would miss one that was handed over.
        if (snapshot.CompaniesWith(package.Id) is > 0 and var companies)
        {
            return Outcome.Refused(N(companies,
                "One company may use this package. Take it out of its service offering first.",
                "{0} companies may use this package. Take it out of their service offerings first."));
        }

        db.ExpectVersion(package, request.Version);
        db.Remove(package);
        await db.SaveChangesAsync(cancellationToken);
        unit.AfterCommit(_ =>
        {
            snapshot.Forget(package);
            return Task.CompletedTask;
        });
        return Outcome.Done;
    }

    private async Task<Outcome?> FillAsync(FeaturePackage package, PackageContent content, CancellationToken ct)
    {
        var (name, summary) = (content.Name.Tidied(), content.Summary.Tidied());
        Problem[] problems = [.. FeaturePackage.Problems(name, summary)];
        if (problems.Length > 0)
        {
            return Outcome.Refused(problems);
        }

        // What the package had from a plugin that is not installed at the moment stays in it.
        var had = Words.Read(package.Features).Where(k => registry.Find(k) is null).ToArray();
        if (content.Features.FirstOrDefault(k => registry.Find(k)?.Scope != package.Scope) is { } stranger)
        {
            return Outcome.Refused("Features", registry.Find(stranger) is { } feature
                ? T($"{T(feature.Name)} cannot be in this package: it belongs to the others.")
                : T("One of the features is not installed here any more. Load the page again."));
        }

        package.Apply(name, summary, [.. content.Features, .. had]);
        return await db.FeaturePackages.AnyAsync(p => p.Owner == package.Owner && p.NameKey == package.NameKey && p.Id != package.Id, ct) ? NameTaken : null;
    }

    private async Task<Outcome> SaveAsync(FeaturePackage package, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e is not DbUpdateConcurrencyException && unit.Database.IsDuplicate(e))
        {
            return NameTaken;
        }

        unit.AfterCommit(_ =>
        {
            snapshot.Apply(package);
            return Task.CompletedTask;
        });
        return Outcome.Done;
    }

    private static Outcome NameTaken => Outcome.Refused("Name", T("There is a package of this name already. Choose another name."));
}
