using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Portal.Devices.Contracts;
using Portal.Extensions.Contracts;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Numbering;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Numbers;
using Portal.Web;

namespace Portal.Tenancy.Pages.SearchTool;

/// <summary>Finds whose a telephone, a number or a name is (TE12). It looks over the whole platform and tells what the person may see.</summary>
[Needs(TenancyModule.UseSearchTool)]
internal sealed class IndexModel(
    IMediator mediator, TenancyDb db, IAccess access, NumberLookup lookup, INumberDirectory numbers, SearchBudget budget) : PortalPage
{
    private const int MostCompanies = 1000;

    [BindProperty]
    public Form Input { get; set; } = new();

    public IReadOnlyList<SelectListItem> Companies { get; private set; } = [];

    public IReadOnlyList<Hit> Hits { get; private set; } = [];

    /// <summary>What is said instead of hits, or beside them.</summary>
    public string? Answer { get; private set; }

    public bool Searched { get; private set; }

    public static IReadOnlyList<SelectListItem> Ways =>
        [new(T("Phone number"), "number"), new(T("MAC address"), "mac"), new(T("First and last name"), "name")];

    internal sealed record Hit(string What, string? Href, string Type, string Company, string Site, string Number);

    internal sealed class Form
    {
        [Display(Name = "Search by"), Required]
        public string By { get; set; } = "number";

        [Display(Name = "Phone number"), StringLength(100, ErrorMessage = "Use at most 100 characters.")]
        public string? Number { get; set; }

        [Display(Name = "MAC address"), StringLength(32, ErrorMessage = "Use at most 32 characters.")]
        public string? Mac { get; set; }

        [Display(Name = "First name"), StringLength(60, ErrorMessage = "Use at most 60 characters.")]
        public string? FirstName { get; set; }

        [Display(Name = "Last name"), StringLength(60, ErrorMessage = "Use at most 60 characters.")]
        public string? LastName { get; set; }

        [Display(Name = "Company")]
        public Guid? Company { get; set; }
    }

    public Task OnGetAsync(CancellationToken ct) => PlaceAsync(ct);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await PlaceAsync(ct);
        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        if (Input.By != "name" && await budget.IsSpentAsync(ct))
        {
            ModelState.AddModelError("", T("You have searched for too much that is not there or not yours. Try again in ten minutes."));
            var page = Page();
            page.StatusCode = StatusCodes.Status429TooManyRequests;
            return page;
        }

        var text = Input.By switch
        {
            "mac" => await ByMacAsync(Input.Mac ?? "", ct),
            "name" => await ByNameAsync(Input.FirstName ?? "", Input.LastName ?? "", ct),
            _ => await ByNumberAsync(Input.Number ?? "", ct),
        };
        if (text is null)
        {
            return Invalid();
        }

        Searched = true;
        await mediator.Send(new KeepSearch(Input.By is "mac" or "name" ? Input.By : "number", text, Hits.Count > 0), ct);
        return Page();
    }

    private async Task<string?> ByMacAsync(string mac, CancellationToken ct)
    {
        if (mac.Count(char.IsAsciiHexDigit) != 12)
        {
            ModelState.AddModelError("Input.Mac", T("A MAC address has twelve digits and letters from A to F."));
            return null;
        }

        if (await mediator.Send(new LocateDevice(mac), ct) is not { } device)
        {
            Answer = T("No telephone with this MAC address is known.");
        }
        else if (!access.Allows(TenancyModule.UseSearchTool, new ObjectScope(device.Company, device.Site, device.Employee)))
        {
            Answer = NoPermission;
        }
        else
        {
            var owner = device.Employee is { } employee ? lookup.NameOf(NumberOwner.Of(employee)) : null;
            Hits = [await HitAsync(owner?.Name ?? T("none"), owner?.Href ?? $"/devices/{device.Device}", $"{device.Model} {device.Mac}", device.Company, device.Site, "", ct)];
        }

        return mac;
    }

    private async Task<string?> ByNumberAsync(string typed, CancellationToken ct)
    {
        var (read, fault) = PhoneNumber.Read(typed, lookup.Country, NumberCheck.Readable);
        if (read is null)
        {
            ModelState.AddModelError("Input.Number", fault.InWords());
            return null;
        }

        if (numbers.Find(read.Full) is not { State: not NumberState.Released } number)
        {
            Answer = T("Nobody on this platform has this number.");
        }
        else if (!access.Allows(TenancyModule.UseSearchTool, new ObjectScope(number.Company, number.Site, number.Owner?.Employee)))
        {
            Answer = NoPermission;
        }
        else
        {
            var owner = lookup.NameOf(number.Owner);
            var type = number.Owner switch { null => "–", { Group: not null } => T("Group"), _ => T("User") };
            Answer = number.Owner is null ? T("The number is there, but it is assigned to nobody.") : null;
            Hits = [await HitAsync(owner?.Name ?? T("none"), owner?.Href ?? $"/numbers/{number.Id}", type, number.Company, number.Site, lookup.Write(number.E164.Value), ct)];
        }

        return read.Full;
    }

    private async Task<string?> ByNameAsync(string first, string last, CancellationToken ct)
    {
        if (first.Replace("*", "").Trim().Length + last.Replace("*", "").Trim().Length == 0)
        {
            ModelState.AddModelError("Input.LastName", T("Give a first or last name, or a part of it with * for the rest."));
            return null;
        }

        var found = await mediator.Send(new FindEmployeesByName(first, last, Input.Company is { } company ? new CompanyId(company) : null), ct);
        var hits = new List<Hit>();
        foreach (var employee in found)
        {
            var number = numbers.PrimaryOf(NumberOwner.Of(employee.Id)) is { } primary ? lookup.Write(primary) : employee.Extension;
            hits.Add(await HitAsync(employee.FullName, $"/employees/{employee.Id}", T("User"), employee.CompanyId, employee.SiteId, number, ct));
        }

        Hits = hits;
        Answer = hits.Count == 0 ? T("Nobody of this name is known to you.") : null;
        return first + " / " + last;
    }

    private static string NoPermission => T("There is a match, but in a company you have no permission to view.");

    private readonly Dictionary<Guid, string> _names = [];

    private async Task<Hit> HitAsync(string what, string? href, string type, CompanyId company, SiteId? site, string number, CancellationToken ct)
    {
        if (!_names.TryGetValue(company.Value, out var companyName))
        {
            _names[company.Value] = companyName = await db.Companies.Where(c => c.CompanyId == company).Select(c => c.Name).SingleOrDefaultAsync(ct) ?? "";
        }

        var siteName = "";
        if (site is { } at && !_names.TryGetValue(at.Value, out siteName))
        {
            _names[at.Value] = siteName = await db.Sites.Where(s => s.Id == at).Select(s => s.Name).SingleOrDefaultAsync(ct) ?? "";
        }

        return new(what, href, type, companyName, siteName ?? "", number);
    }

    private async Task PlaceAsync(CancellationToken ct)
    {
        Head.Title = T("Search tool");
        Head.Lead = T("Finds whose a number, a telephone or a name is.");
        var reach = access.ReachOf(TenancyModule.UseSearchTool);
        var companies = await db.Companies.AsNoTracking().OrderBy(c => c.Search).Take(MostCompanies).Select(c => new { c.CompanyId, c.Name }).ToListAsync(ct);
        Companies = companies.Count > 1 && (reach.Everything || reach.Companies.Count > 1)
            ? [new(T("All companies"), ""), .. companies.Select(c => new SelectListItem(c.Name, c.CompanyId.ToString()))]
            : [];
    }
}
