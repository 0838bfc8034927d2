using MediatR;
using Portal.Extensions.Contracts;
using Portal.Forwarding.Data;
using Portal.Forwarding.Domain;
using Portal.Modularity;
using Portal.Tenancy.Contracts;

namespace Portal.Forwarding.Demo;

/// <summary>An employee of Acme's site Leeds who is away, so that the page of diverted extensions has something to show.</summary>
internal sealed class DemoForwarding(ForwardingDb db, IMediator mediator) : IDemoData
{
    public int Order => 35;

    public async Task SeedAsync(CancellationToken ct)
    {
        var acme = (await mediator.Send(new ListCompanies(), ct)).Single(c => c.SipDomain == "acme.localhost");
        if (await mediator.Send(new FindEmployeeByExtension(acme.Id, "2105"), ct) is not { } away)
        {
            return;
        }

        var rule = new ForwardingRule { EmployeeId = away.Id, CompanyId = acme.Id };
        rule.SwitchOn("2104", ForwardCondition.Always);
        db.Add(rule);
        await db.SaveChangesAsync(ct);
    }
}
