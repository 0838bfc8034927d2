using MediatR;
using Portal.Identity.Accounts;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;

namespace Portal.Identity.Demo;

/// <summary>The accounts of administrators; employees get theirs from the module that adds them.</summary>
internal sealed class AccountsDemo(Logins logins, IMediator mediator) : IDemoData
{
    private const string Password = "Demo-1234!";

    public int Order => 30;

    public async Task SeedAsync(CancellationToken ct)
    {
        var companies = await mediator.Send(new ListCompanies(), ct);
        var acme = companies.Single(c => c.SipDomain == "acme.localhost").Id;
        var beta = companies.Single(c => c.SipDomain == "beta.localhost").Id;
        var leeds = (await mediator.Send(new ListSites(acme), ct)).Single(s => s.Name == "Leeds").Id;

        await AddAsync("operator", "Olivia Operator", new Grant(Role.Operator), ct);
        await AddAsync("anna.admin", "Anna Admin", new Grant(Role.CompanyAdmin, acme), ct);
        await AddAsync("gary.group", "Gary Group", new Grant(Role.GroupAdmin, acme, leeds), ct);
        await AddAsync("bella.admin", "Bella Admin", new Grant(Role.CompanyAdmin, beta), ct);
    }

    private async Task AddAsync(string username, string name, Grant grant, CancellationToken ct)
    {
        var made = await logins.AddAsync(username, name, Password, [grant], ct);
        if (!made.Succeeded)
        {
            throw new InvalidOperationException($"The demo account {username} could not be added: {string.Join(" ", made.Problems.Select(p => p.Message))}");
        }
    }
}
