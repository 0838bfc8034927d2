using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Modularity.Requests;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Features;
using Portal.Tenancy.Features;

namespace Portal.Tenancy.Pages.Features;

/// <summary>Gives a site or employee a package and add-ons out of what the company may use (TE10).</summary>
/// <param name="Package">Null: the company's standard package.</param>
/// <param name="Version">The version the form was filled from; 0 where nothing had been assigned.</param>
internal sealed record AssignPackages(FeatureHolder Holder, FeaturePackageId? Package, IReadOnlyList<FeaturePackageId> AddOns, int Version) : IChange<Outcome>;

internal sealed class AssignPackagesHandler(TenancyDb db, UnitOfWork unit, IAccess access, Holders holders, FeatureSnapshot snapshot)
    : IRequestHandler<AssignPackages, Outcome>
{
    public async Task<Outcome> Handle(AssignPackages request, CancellationToken cancellationToken)
    {
        if (await holders.FindAsync(request.Holder, TenancyModule.ViewOffering, cancellationToken) is not { } holder)
        {
            return Outcome.NotFound;
        }

        if (!access.Allows(TenancyModule.AssignPackages, holder.At))
        {
            return Outcome.Forbidden;
        }

        var company = holder.At.Company!.Value;
        var row = await db.PackageAssignments.SingleOrDefaultAsync(a => a.HolderId == request.Holder.Id, cancellationToken);
        if (request.Version != (row?.Version ?? 0))
        {
            return Lost(holder);
        }

        // What somebody has already stays theirs to keep, even if it is offered no longer.
        var had = row is null ? [] : Words.Ids(row.AddOns);
        var offered = await OfferedAsync(company, cancellationToken);
        bool MayHave(FeaturePackageId id, PackageKind kind) => offered.Any(p => p.Id == id && p.Kind == kind && p.Scope == request.Holder.Scope);
        if (request.Package is { } package && package != row?.Package && !MayHave(package, PackageKind.Package))
        {
            return Outcome.Refused("Package", T("Choose a package from the list."));
        }

        if (request.AddOns.Any(id => !had.Contains(id) && !MayHave(id, PackageKind.AddOn)))
        {
            return Outcome.Refused("AddOns", T("One of the add-ons is not offered to this company any more. Load the page again."));
        }

        if (row is null)
        {
            if (request.Package is null && request.AddOns.Count == 0)
            {
                return Outcome.Done;
            }

            db.Add(row = new PackageAssignment { HolderId = request.Holder.Id, CompanyId = company, Scope = request.Holder.Scope });
        }

        row.Apply(request.Package, request.AddOns);
        if (!db.ChangeTracker.HasChanges())
        {
            return Outcome.Done;
        }

        unit.RecordProvisioning(company, holder.At.Site, "Feature packages", await NamesAsync(row, cancellationToken), holder.Name, request.Holder.Id.ToString());
        return await SaveAsync(row, holder, cancellationToken);
    }

    /// <summary>From the database and not from memory: what is being withdrawn at this moment must not be given away.</summary>
    private async Task<IReadOnlyList<FeaturePackage>> OfferedAsync(Modularity.CompanyId company, CancellationToken ct)
    {
        var offering = await db.CompanyOfferings.AsNoTracking().SingleOrDefaultAsync(o => o.CompanyId == company, ct);
        var ids = Words.Ids(offering?.Packages ?? "");
        return await db.FeaturePackages.AsNoTracking().Where(p => ids.Contains(p.Id)).ToListAsync(ct);
    }

    /// <summary>What the holder has from now on, in words for the company's recent activity.</summary>
    private async Task<string> NamesAsync(PackageAssignment row, CancellationToken ct)
    {
        FeaturePackageId[] ids = [.. row.Package is { } own ? [own] : (FeaturePackageId[])[], .. Words.Ids(row.AddOns)];
        var known = await db.FeaturePackages.AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, ct);
        string[] names = [.. row.Package is null && snapshot.StandardOf(row.CompanyId, row.Scope) is { } standard ? [standard.Name] : (string[])[], .. ids.Select(i => known.GetValueOrDefault(i)).OfType<string>()];
        return names.Length == 0 ? "None" : string.Join(" + ", names);
    }

    private async Task<Outcome> SaveAsync(PackageAssignment row, HolderView holder, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || unit.Database.IsDuplicate(e))
        {
            return Lost(holder);
        }

        unit.AfterCommit(_ =>
        {
            snapshot.Apply(row);
            return Task.CompletedTask;
        });
        return Outcome.Done;
    }

    private static Outcome Lost(HolderView holder) =>
        Outcome.Conflict(T($"Somebody else changed the packages of {holder.Name} meanwhile. Nothing of yours was saved."));
}
