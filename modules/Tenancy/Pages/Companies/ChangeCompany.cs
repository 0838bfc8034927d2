using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain;

namespace Portal.Tenancy.Pages.Companies;

/// <summary>Changes a company from the version the form was filled from.</summary>
/// <param name="Terms">Null leaves the provider's terms as they are; only someone who manages the company may give them.</param>
internal sealed record ChangeCompany(CompanyId Id, int Version, CompanyProfile Profile, ProviderTerms? Terms) : IChange<Outcome>;

internal sealed class ChangeCompanyHandler(TenancyDb db, UnitOfWork unit, IAccess access, IMediator mediator)
    : IRequestHandler<ChangeCompany, Outcome>
{
    public async Task<Outcome> Handle(ChangeCompany request, CancellationToken cancellationToken)
    {
        var scope = new ObjectScope(request.Id);
        if (!access.Allows(TenancyModule.ChangeCompany, scope)
            || await db.Companies.SingleOrDefaultAsync(c => c.CompanyId == request.Id, cancellationToken) is not { } company)
        {
            return Outcome.NotFound;
        }

        if (request.Terms is not null && !access.Allows(TenancyModule.ManageCompany, scope))
        {
            return Outcome.Forbidden;
        }

        var (profile, terms) = (request.Profile.Tidied(), request.Terms?.Tidied());
        Problem[] problems = [.. profile.Problems((terms ?? company.Terms).Status == CompanyStatus.Trial), .. terms?.Problems() ?? []];
        if (problems.Length > 0)
        {
            return Outcome.Refused(problems);
        }

        if (terms is not null && await db.Companies.AnyAsync(c => c.SipDomain == terms.SipDomain && c.CompanyId != request.Id, cancellationToken))
        {
            return CompanyRefusals.DomainTaken;
        }

        company.Apply(profile);
        if (terms is not null)
        {
            company.Apply(terms);
        }

        db.ExpectVersion(company, request.Version);
        if (!db.ChangeTracker.HasChanges() && company.Version == request.Version)
        {
            return Outcome.Done;
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (e is not DbUpdateConcurrencyException && unit.Database.IsDuplicate(e))
        {
            return CompanyRefusals.DomainTaken;
        }

        await mediator.Publish(new CompanyChanged(company.ToSummary()), cancellationToken);
        return Outcome.Done;
    }
}
