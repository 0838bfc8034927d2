using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Dialling;

namespace Portal.Tenancy.Dialling;

/// <summary>Sets a site's dial location, emergency location and limits, from the version the form was filled from (0: none yet).</summary>
internal sealed record SetSitePlace(SiteId Site, int Version, PlaceSettings Settings) : IChange<Outcome>;

/// <summary>Adds a dial location to a company.</summary>
internal sealed record CreateLocation(CompanyId Company, DialSettings Settings) : IChange<Outcome<Guid>>;

internal sealed record ChangeLocation(Guid Id, int Version, DialSettings Settings) : IChange<Outcome>;

/// <summary>Deletes a dial location no site uses.</summary>
internal sealed record DeleteLocation(Guid Id) : IChange<Outcome>;

internal sealed class PlaceChanges(TenancyDb db, UnitOfWork unit, IAccess access, SitePlaceDirectory places) :
    IRequestHandler<SetSitePlace, Outcome>, IRequestHandler<CreateLocation, Outcome<Guid>>, IRequestHandler<ChangeLocation, Outcome>, IRequestHandler<DeleteLocation, Outcome>
{
    private static Outcome NameTaken => Outcome.Refused("Name", T("The company has a location of this name already."));

    private static string ChangedMeanwhile => T("Somebody else changed this meanwhile.");

    public async Task<Outcome> Handle(SetSitePlace request, CancellationToken cancellationToken)
    {
        if (await db.Sites.AsNoTracking().SingleOrDefaultAsync(s => s.Id == request.Site, cancellationToken) is not { } site
            || !access.Allows(TenancyModule.ChangeSites, new ObjectScope(site.CompanyId, site.Id)))
        {
            return Outcome.NotFound;
        }

        var place = await db.SitePlaces.SingleOrDefaultAsync(p => p.SiteId == site.Id, cancellationToken);
        var settings = request.Settings.Tidied();
        if ((place?.Version ?? 0) != request.Version)
        {
            return Outcome.Conflict(ChangedMeanwhile);
        }

        // How many people and calls a site may have is a matter of the contract: the provider's word, not the customer's.
        var before = place?.Settings ?? new PlaceSettings();
        if ((settings.MaxEmployees != before.MaxEmployees || settings.MaxCalls != before.MaxCalls)
            && !access.Allows(TenancyModule.ManageCompany, new ObjectScope(site.CompanyId)))
        {
            return Outcome.Forbidden;
        }

        Problem[] problems = [.. settings.Problems()];
        if (settings.LocationId is { } location && !await db.Locations.AnyAsync(l => l.Id == location && l.CompanyId == site.CompanyId, cancellationToken))
        {
            problems = [.. problems, new Problem("LocationId", T("Choose a location from the list."))];
        }

        if (problems.Length > 0)
        {
            return Outcome.Refused(problems);
        }

        if (place is null)
        {
            db.SitePlaces.Add(place = new SitePlace { SiteId = site.Id, CompanyId = site.CompanyId });
        }

        place.Apply(settings);
        return await SaveAsync(site.CompanyId, Outcome.Conflict(ChangedMeanwhile), cancellationToken);
    }

    public async Task<Outcome<Guid>> Handle(CreateLocation request, CancellationToken cancellationToken)
    {
        if (!access.Allows(TenancyModule.ChangeCompany, new ObjectScope(request.Company)) || !await db.Companies.AnyAsync(c => c.CompanyId == request.Company, cancellationToken))
        {
            return Outcome.NotFound;
        }

        var settings = request.Settings.Tidied();
        if (settings.Problems().ToArray() is { Length: > 0 } problems)
        {
            return Outcome.Refused(problems);
        }

        var location = new DialLocation { CompanyId = request.Company };
        location.Apply(settings);
        db.Locations.Add(location);
        var saved = await SaveAsync(request.Company, NameTaken, cancellationToken);
        return saved.Succeeded ? location.Id : saved;
    }

    public async Task<Outcome> Handle(ChangeLocation request, CancellationToken cancellationToken)
    {
        if (await FindAsync(request.Id, cancellationToken) is not { } location)
        {
            return Outcome.NotFound;
        }

        var settings = request.Settings.Tidied();
        if (settings.Problems().ToArray() is { Length: > 0 } problems)
        {
            return Outcome.Refused(problems);
        }

        location.Apply(settings);
        db.ExpectVersion(location, request.Version);
        return !db.ChangeTracker.HasChanges() && location.Version == request.Version
            ? Outcome.Done
            : await SaveAsync(location.CompanyId, NameTaken, cancellationToken);
    }

    public async Task<Outcome> Handle(DeleteLocation request, CancellationToken cancellationToken)
    {
        if (await FindAsync(request.Id, cancellationToken) is not { } location)
        {
            return Outcome.NotFound;
        }

        var sites = await db.SitePlaces.Where(p => p.LocationId == request.Id).Join(db.Sites, p => p.SiteId, s => s.Id, (p, s) => s.Name).Order().Take(6).ToListAsync(cancellationToken);
        if (sites.Count > 0)
        {
            return Outcome.Refused(T($"{location.Name} is still the dial location of {string.Join(", ", sites)}. Choose another there first."));
        }

        db.Locations.Remove(location);
        return await SaveAsync(location.CompanyId, NameTaken, cancellationToken);
    }

    private async Task<DialLocation?> FindAsync(Guid id, CancellationToken ct) =>
        await db.Locations.SingleOrDefaultAsync(l => l.Id == id, ct) is { } location && access.Allows(TenancyModule.ChangeCompany, new ObjectScope(location.CompanyId))
            ? location
            : null;

    private async Task<Outcome> SaveAsync(CompanyId company, Outcome taken, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e is not DbUpdateConcurrencyException && unit.Database.IsDuplicate(e))
        {
            return taken;
        }

        unit.AfterCommit(after => places.ReloadAsync(company, after));
        return Outcome.Done;
    }
}
