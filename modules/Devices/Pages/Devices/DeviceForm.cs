using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc.Rendering;
using Portal.Devices.Domain;
using Portal.Extensions.Contracts;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;

namespace Portal.Devices.Pages.Devices;

/// <summary>The choices of the device forms, within the current user's reach.</summary>
internal sealed class DeviceChoices(IMediator mediator, IAccess access, CurrentUser user)
{
    private const int MostPeople = 500;

    public static IReadOnlyList<SelectListItem> Models { get; } =
        [.. PhoneModels.All.OrderBy(m => m.FullName, StringComparer.Ordinal).Select(m => new SelectListItem(m.FullName, m.Key))];

    /// <param name="company">Null: the company that is looked at, else every one within reach, which is then named with each site.</param>
    public async Task<IReadOnlyList<SelectListItem>> SitesAsync(CompanyId? company, CancellationToken ct)
    {
        var of = company ?? user.CurrentCompany;
        var names = of is null ? (await mediator.Send(new ListCompanies(), ct)).ToDictionary(c => c.Id, c => c.Name + " · ") : [];
        return [.. (await mediator.Send(new ListSites(of), ct))
            .Where(s => access.Allows(DevicesModule.Change.Key, new ObjectScope(s.CompanyId, s.Id)))
            .Select(s => new SelectListItem(names.GetValueOrDefault(s.CompanyId, "") + s.Name, s.Id.ToString()))
            .OrderBy(i => i.Text, StringComparer.CurrentCulture)];
    }

    /// <summary>Extensions to suggest while typing; none where the company isn't known yet.</summary>
    public async Task<IReadOnlyList<EmployeeSummary>> PeopleAsync(CompanyId? company, CancellationToken ct) =>
        (company ?? user.Company) is { } of
            ? [.. (await mediator.Send(new ListEmployees(of, MostPeople), ct)).Where(e => e.Status != EmployeeStatus.Inactive)]
            : [];
}

internal abstract record DeviceForm
{
    [Required(ErrorMessage = "Choose a site.")]
    public string Site { get; set; } = "";

    [Required(ErrorMessage = "Choose a model.")]
    public string Model { get; set; } = "";

    [StringLength(10, ErrorMessage = "An extension has at most 10 digits."), Display(Name = "Used by extension")]
    public string? Extension { get; set; }

    public SiteId SiteId => Guid.TryParse(Site, out var id) ? new SiteId(id) : default;
}
