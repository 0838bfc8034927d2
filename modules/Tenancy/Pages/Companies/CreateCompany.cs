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

/// <summary>Adds a company. Refused when the SIP domain is taken.</summary>
internal sealed record CreateCompany(CompanyProfile Profile, ProviderTerms Terms) : IChange<Outcome<CompanyId>>;

internal sealed class CreateCompanyHandler(TenancyDb db, UnitOfWork unit, IAccess access, IMediator mediator)
    : IRequestHandler<CreateCompany, Outcome<CompanyId>>
{
    public async Task<Outcome<CompanyId>> Handle(CreateCompany request, CancellationToken cancellationToken)
    {
        if (!access.Allows(TenancyModule.AddCompany, ObjectScope.Platform))
        {
            return Outcome.Forbidden;
        }

        var (profile, terms) = (request.Profile.Tidied(), request.Terms.Tidied());
        Problem[] problems = [.. profile.Problems(terms.Status == CompanyStatus.Trial), .. terms.Problems()];
        if (problems.Length > 0)
        {
            return Outcome.Refused(problems);
        }

        if (await db.Companies.AnyAsync(c => c.SipDomain == terms.SipDomain, cancellationToken))
        {
            return CompanyRefusals.DomainTaken;
        }

        var company = new Company { CreatedAt = unit.Clock.GetUtcNow() };
        company.Apply(profile);
        company.Apply(terms);
        db.Companies.Add(company);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        // Two people took the same domain at the same moment; the unique index let one of them have it.
        catch (DbUpdateException e) when (unit.Database.IsDuplicate(e))
        {
            return CompanyRefusals.DomainTaken;
        }

        await mediator.Publish(new CompanyChanged(company.ToSummary()), cancellationToken);
        return company.CompanyId;
    }
}

internal static class CompanyRefusals
{
    public static Outcome DomainTaken =>
        Outcome.Refused(nameof(ProviderTerms.SipDomain), T("Another company uses this SIP domain; choose a different one."));
}
