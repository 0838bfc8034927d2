using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain;

namespace Portal.Tenancy.Pages.Sites;

/// <summary>Changes a site's profile from the version the form was filled from.</summary>
internal sealed record ChangeSite(SiteId Id, int Version, SiteProfile Profile) : IChange<Outcome>;

internal sealed class ChangeSiteHandler(TenancyDb db, UnitOfWork unit, IAccess access, IMediator mediator)
    : IRequestHandler<ChangeSite, Outcome>
{
    public async Task<Outcome> Handle(ChangeSite request, CancellationToken cancellationToken)
    {
        if (await db.Sites.SingleOrDefaultAsync(s => s.Id == request.Id, cancellationToken) is not { } site
            || !access.Allows(TenancyModule.ChangeSites, new ObjectScope(site.CompanyId, site.Id)))
        {
            return Outcome.NotFound;
        }

        var profile = request.Profile.Tidied();
        Problem[] problems = [.. profile.Problems()];
        if (problems.Length > 0)
        {
            return Outcome.Refused(problems);
        }

        site.Apply(profile);
        if (await db.Sites.AnyAsync(s => s.CompanyId == site.CompanyId && s.NameKey == site.NameKey && s.Id != site.Id, cancellationToken))
        {
            return SiteRefusals.NameTaken;
        }

        db.ExpectVersion(site, request.Version);
        if (!db.ChangeTracker.HasChanges() && site.Version == request.Version)
        {
            return Outcome.Done;
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (e is not DbUpdateConcurrencyException && unit.Database.IsDuplicate(e))
        {
            return SiteRefusals.NameTaken;
        }

        await mediator.Publish(new SiteChanged(site.ToSummary()), cancellationToken);
        return Outcome.Done;
    }
}
