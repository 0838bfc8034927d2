using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Modularity.Requests;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Features;
using Portal.Tenancy.Features;

namespace Portal.Tenancy.Pages.Features;

/// <summary>Decides which packages and add-ons a company may use, and which its sites and employees have that were given none.</summary>
internal sealed record SetOffering(
    CompanyId Company, IReadOnlyList<FeaturePackageId> Packages, FeaturePackageId? StandardForSites, FeaturePackageId? StandardForEmployees, int Version)
    : IChange<Outcome>;

internal sealed class SetOfferingHandler(TenancyDb db, UnitOfWork unit, IAccess access, Catalogue catalogue, FeatureSnapshot snapshot)
    : IRequestHandler<SetOffering, Outcome>
{
    public async Task<Outcome> Handle(SetOffering request, CancellationToken cancellationToken)
    {
        if (!access.Allows(TenancyModule.ViewOffering, new ObjectScope(request.Company))
            || !await db.Companies.AnyAsync(c => c.CompanyId == request.Company, cancellationToken))
        {
            return Outcome.NotFound;
        }

        if (!access.Allows(TenancyModule.ChangeOffering, new ObjectScope(request.Company)))
        {
            return Outcome.Forbidden;
        }

        var row = await db.CompanyOfferings.SingleOrDefaultAsync(o => o.CompanyId == request.Company, cancellationToken);
        if (request.Version != (row?.Version ?? 0))
        {
            return Lost;
        }

        IReadOnlyList<FeaturePackageId> before = Words.Ids(row?.Packages ?? "");
        var wanted = request.Packages.Distinct().ToArray();
        var known = await catalogue.Visible.AsNoTracking().Where(p => wanted.Contains(p.Id)).ToListAsync(cancellationToken);
        if (wanted.Except(before).Except(known.Select(p => p.Id)).Any())
        {
            return Outcome.Refused(T("One of the packages does not exist any more. Load the page again."));
        }

        Problem[] problems =
        [
            .. Standard("StandardForSites", FeatureScope.Site, request.StandardForSites, known),
            .. Standard("StandardForEmployees", FeatureScope.User, request.StandardForEmployees, known),
        ];
        if (problems.Length > 0)
        {
            return Outcome.Refused(problems);
        }

        if (await InUseAsync(request.Company, [.. before.Except(wanted)], cancellationToken) is { } refusal)
        {
            return refusal;
        }

        if (row is null)
        {
            db.Add(row = new CompanyOffering { CompanyId = request.Company });
        }

        row.Apply(wanted, request.StandardForSites, request.StandardForEmployees);
        return db.ChangeTracker.HasChanges() ? await SaveAsync(row, cancellationToken) : Outcome.Done;
    }

    /// <summary>Without a standard, whoever was given no package would have everything.</summary>
    private static IEnumerable<Problem> Standard(string field, FeatureScope scope, FeaturePackageId? standard, IEnumerable<FeaturePackage> offered)
    {
        var choices = offered.Where(p => p.Scope == scope && p.Kind == PackageKind.Package).ToArray();
        var sites = scope == FeatureScope.Site;
        return standard switch
        {
            null when choices.Length > 0 => [new Problem(field, sites
                ? T("Choose the package of sites that were given none.") : T("Choose the package of employees that were given none."))],
            { } id when choices.All(p => p.Id != id) => [new Problem(field, T("Choose one of the packages that are ticked above."))],
            _ => [],
        };
    }

    private async Task<Outcome?> InUseAsync(CompanyId company, IReadOnlyList<FeaturePackageId> withdrawn, CancellationToken ct)
    {
        foreach (var id in withdrawn)
        {
            var written = id.ToString();
            var holders = await db.PackageAssignments.CountAsync(a => a.CompanyId == company && (a.Package == id || a.AddOns.Contains(written)), ct);
            if (holders > 0)
            {
                var name = await db.FeaturePackages.Where(p => p.Id == id).Select(p => p.Name).SingleOrDefaultAsync(ct);
                return Outcome.Refused($"{name}: " + N(holders,
                    "one site or employee has it. Give them another package first.",
                    "{0} sites or employees have it. Give them another package first."));
            }
        }

        return null;
    }

    private async Task<Outcome> SaveAsync(CompanyOffering row, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || unit.Database.IsDuplicate(e))
        {
            return Lost;
        }

        unit.AfterCommit(_ =>
        {
            snapshot.Apply(row);
            return Task.CompletedTask;
        });
        return Outcome.Done;
    }

    private static Outcome Lost => Outcome.Conflict(T("Somebody else changed this service offering meanwhile. Nothing of yours was saved."));
}
