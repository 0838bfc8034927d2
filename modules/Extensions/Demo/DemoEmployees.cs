using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Portal.Extensions.Data;
using Portal.Extensions.Domain;
using Portal.Extensions.Lines;
using Portal.Identity.Contracts;
using Portal.Modularity;
using Portal.Tenancy.Contracts;

namespace Portal.Extensions.Demo;

/// <summary>
/// The demonstration's employees: Acme with sites London and Leeds, and Beta, all activated, SIP password <c>sip-</c> and the
/// extension. <c>Demo:Employees</c> adds so many further ones to Acme, from extension 20000 on and without logins, for measuring.
/// </summary>
internal sealed class DemoEmployees(
    ExtensionsDb db, EmployeeChanges changes, SipSecrets secrets, IMediator mediator, IConfiguration configuration, TimeProvider clock) : IDemoData
{
    private const string PortalPassword = "Demo-1234!";
    private const int Most = 900_000;
    private const int Batch = 2_000;

    public int Order => 20;

    public async Task SeedAsync(CancellationToken ct)
    {
        var companies = await mediator.Send(new ListCompanies(), ct);
        foreach (var company in companies)
        {
            var sites = await mediator.Send(new ListSites(company.Id), ct);
            foreach (var person in DemoPeople.All.Where(p => p.Domain == company.SipDomain))
            {
                var site = sites.FirstOrDefault(s => s.Name == person.Site) ?? sites[0];
                await AddAsync(company.Id, site.Id, person, ct);
            }

            // With further companies, the crowd is theirs; else it is Acme's.
            var crowded = configuration.GetValue("Demo:Companies", 0) > 0
                ? companies.Count > 2 && !DemoPeople.All.Any(p => p.Domain == company.SipDomain)
                : company.SipDomain == DemoPeople.Acme;
            if (crowded)
            {
                var share = company.SipDomain == DemoPeople.Acme ? 1 : companies.Count - 2;
                await AddCrowdAsync(company.Id, [.. sites.Select(s => s.Id)], configuration.GetValue("Demo:Employees", 0) / share, ct);
            }
        }
    }

    private async Task AddAsync(CompanyId company, SiteId site, DemoPerson person, CancellationToken ct)
    {
        var employee = Make(company, site, person.Username, person.FirstName, person.LastName, person.Extension);
        db.Add(employee);
        await changes.SaveAsync([employee], ct);
        if (!person.HasLogin)
        {
            return;
        }

        var login = await mediator.Send(
            new CreateLogin(employee.Id, company, site, employee.Username, employee.FullName, PortalPassword), ct);
        if (!login.Succeeded)
        {
            throw new InvalidOperationException($"No login for {employee.Username}: {string.Join(' ', login.Problems.Select(p => p.Message))}");
        }
    }

    private async Task AddCrowdAsync(CompanyId company, IReadOnlyList<SiteId> sites, int count, CancellationToken ct)
    {
        for (var done = 0; done < Math.Min(count, Most); done += Batch)
        {
            Employee[] batch =
            [
                .. Enumerable.Range(done, Math.Min(Batch, count - done)).Select(n =>
                {
                    var (first, last) = DemoPeople.Name(n);
                    var extension = (20_000 + n).ToString(CultureInfo.InvariantCulture);
                    var username = $"{first}.{last}.{extension}".ToLowerInvariant();
                    return Make(company, sites[n % sites.Count], username, first, last, extension);
                }),
            ];
            db.AddRange(batch);
            await changes.SaveAsync(batch, ct);
            // What has been saved need not be looked through again for changes.
            db.ChangeTracker.Clear();
        }
    }

    private Employee Make(CompanyId company, SiteId site, string username, string first, string last, string extension)
    {
        var details = new EmployeeDetails(site, username, first, last, extension, null);
        var employee = Employee.Add(EmployeeId.New(), company, details, secrets.Protect("sip-" + extension), clock.GetUtcNow());
        employee.Activate();
        return employee;
    }
}
