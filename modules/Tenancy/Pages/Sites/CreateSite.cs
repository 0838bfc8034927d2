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

/// <summary>Adds a site to a company. Refused when the company has one of that name.</summary>
internal sealed record CreateSite(CompanyId Company, SiteProfile Profile) : IChange<Outcome<SiteId>>;

internal sealed class CreateSiteHandler(TenancyDb db, UnitOfWork unit, IAccess access, IMediator mediator)
    : IRequestHandler<CreateSite, Outcome<SiteId>>
{
    public async Task<Outcome<SiteId>> Handle(CreateSite request, CancellationToken cancellationToken)
    {
        if (!access.Allows(TenancyModule.AddSites, new ObjectScope(request.Company))
            || !await db.Companies.AnyAsync(c => c.CompanyId == request.Company, cancellationToken))
        {
            return Outcome.NotFound;
        }

        var profile = request.Profile.Tidied();
        Problem[] problems = [.. profile.Problems()];
        if (problems.Length > 0)
        {
            return Outcome.Refused(problems);
        }

        var site = new Site { CompanyId = request.Company, CreatedAt = unit.Clock.GetUtcNow() };
        site.Apply(profile);
        if (await db.Sites.AnyAsync(s => s.CompanyId == request.Company && s.NameKey == site.NameKey, cancellationToken))
        {
            return SiteRefusals.NameTaken;
        }

        db.Sites.Add(site);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (unit.Database.IsDuplicate(e))
        {
            return SiteRefusals.NameTaken;
        }

        await mediator.Publish(new SiteChanged(site.ToSummary()), cancellationToken);
        return site.Id;
    }
}

internal static class SiteRefusals
{
    public static Outcome NameTaken =>
        Outcome.Refused(nameof(SiteProfile.Name), T("The company has a site of this name already; choose a different one."));
}
