using MediatR;
using Microsoft.Extensions.Configuration;
using Portal.Data;
using Portal.Modularity;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain;

namespace Portal.Tenancy.Demo;

/// <summary>
/// Acme with London and Leeds, and Beta with Manchester. <c>Demo:Companies</c> adds so many further ones with a site each, for measuring.
/// </summary>
internal sealed class CompaniesDemo(TenancyDb db, UnitOfWork unit, IMediator mediator, IConfiguration configuration) : IDemoData
{
    public int Order => 10;

    public async Task SeedAsync(CancellationToken ct)
    {
        var acme = Add(
            new CompanyProfile("Acme", "GB", "Europe/London", "12 Finsbury Square", "EC2A 1AN", "London", "GB123456782"),
            new ProviderTerms("acme.localhost", CompanyStatus.Active, "GBP", "Customer since the first day."));
        var beta = Add(
            new CompanyProfile("Beta", "GB", "Europe/London", "4 Deansgate", "M3 1BB", "Manchester", "GB987654353"),
            new ProviderTerms("beta.localhost", CompanyStatus.Trial, "GBP", "Trial for the Manchester office."));
        Site[] sites =
        [
            Add(acme, new SiteProfile("London", "12 Finsbury Square", "EC2A 1AN", "London", "GB", "Europe/London",
                "Anna Admin", "+44 20 7946 0100", "london@acme.example")),
            Add(acme, new SiteProfile("Leeds", "8 Wellington Street", "LS1 4AP", "Leeds", "GB", "Europe/London",
                "Gary Group", "+44 113 496 0100", "leeds@acme.example")),
            Add(beta, new SiteProfile("Manchester", "4 Deansgate", "M3 1BB", "Manchester", "GB", "Europe/London",
                "Bella Admin", "+44 161 496 0100", "office@beta.example")),
        ];
        var crowd = AddCrowd(configuration.GetValue("Demo:Companies", 0));
        await db.SaveChangesAsync(ct);
        foreach (var company in crowd)
        {
            await mediator.Publish(new CompanyChanged(company.ToSummary()), ct);
        }

        await mediator.Publish(new CompanyChanged(acme.ToSummary()), ct);
        await mediator.Publish(new CompanyChanged(beta.ToSummary()), ct);
        foreach (var site in sites)
        {
            await mediator.Publish(new SiteChanged(site.ToSummary()), ct);
        }
    }

    private Company[] AddCrowd(int count) =>
    [
        .. Enumerable.Range(1, Math.Min(count, 50_000)).Select(n =>
        {
            var company = Add(
                new CompanyProfile($"Company {n:0000}", "GB", "Europe/London", $"{n} High Street", "YO1 7HH", "York", ""),
                new ProviderTerms($"company-{n:0000}.localhost", CompanyStatus.Active, "GBP", ""));
            Add(company, new SiteProfile($"Office {n:0000}", $"{n} High Street", "YO1 7HH", "York", "GB", "Europe/London", "", "", ""));
            return company;
        }),
    ];

    private Company Add(CompanyProfile profile, ProviderTerms terms)
    {
        var company = new Company { CreatedAt = unit.Clock.GetUtcNow() };
        company.Apply(profile);
        company.Apply(terms);
        db.Companies.Add(company);
        return company;
    }

    private Site Add(Company company, SiteProfile profile)
    {
        var site = new Site { CompanyId = company.CompanyId, CreatedAt = unit.Clock.GetUtcNow() };
        site.Apply(profile);
        db.Sites.Add(site);
        return site;
    }
}
