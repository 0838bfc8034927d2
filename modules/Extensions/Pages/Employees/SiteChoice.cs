using MediatR;
using Microsoft.AspNetCore.Mvc.Rendering;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;

namespace Portal.Extensions.Pages.Employees;

/// <summary>The sites on offer in a form: those where the person may change employees.</summary>
internal sealed class SiteChoice(IMediator mediator, IAccess access, CurrentUser user)
{
    /// <param name="company">Only this company's; null: those of the company that is looked at, else every company's, grouped.</param>
    public async Task<IReadOnlyList<SelectListItem>> ListAsync(CompanyId? company, CancellationToken ct)
    {
        var sites = (await mediator.Send(new ListSites(company ?? user.CurrentCompany), ct))
            .Where(s => access.Allows(ExtensionsModule.Change.Key, new ObjectScope(s.CompanyId, s.Id))).ToArray();
        var companies = sites.DistinctBy(s => s.CompanyId).Skip(1).Any()
            ? (await mediator.Send(new ListCompanies(), ct)).ToDictionary(c => c.Id, c => new SelectListGroup { Name = c.Name })
            : [];
        return
        [
            .. sites.Select(s => new SelectListItem(s.Name, s.Id.ToString()) { Group = companies.GetValueOrDefault(s.CompanyId) })
                .OrderBy(i => i.Group?.Name, StringComparer.CurrentCulture),
        ];
    }
}
