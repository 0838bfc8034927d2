using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Extensions.Data;
using Portal.Extensions.Domain;
using Portal.Modularity;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;

namespace Portal.Extensions.Pages.Employees;

/// <summary>What adding and editing check alike: the rules, and that nobody else has the extension or the username.</summary>
internal sealed class EmployeeChecks(ExtensionsDb db, UnitOfWork unit, FreeExtension free, ISitePlaces places, IExtensionPlan plan)
{
    // The same words for a site that does not exist and one that is out of reach.
    public static Problem NoSuchSite => new("Site", T("Choose one of your sites."));

    /// <param name="self">The employee being edited, whose own extension and username are no obstacle.</param>
    public async Task<IReadOnlyList<Problem>> ProblemsAsync(
        CompanyId company, EmployeeId? self, EmployeeDetails details, CancellationToken ct)
    {
        var problems = EmployeeRules.Check(details, plan).ToList();
        var others = db.Employees.AsNoTracking().Where(e => e.CompanyId == company);
        if (self is { } id)
        {
            others = others.Where(e => e.Id != id);
        }

        if (problems.All(p => p.Field != "Extension") && await others.AnyAsync(e => e.Extension == details.Extension, ct))
        {
            var next = await free.SuggestAsync(company, details.Site, ct);
            problems.Add(new Problem("Extension", T($"{details.Extension} is taken already.") + (next.Length > 0 ? " " + T($"{next} is free.") : "")));
        }

        if (problems.All(p => p.Field != "Username") && await others.AnyAsync(e => e.Username == details.Username, ct))
        {
            problems.Add(new Problem("Username", T($"The username {details.Username} is taken already.")));
        }

        // Who stays on their site takes no new place there, even where the limit was lowered meanwhile.
        if (places.EmployeeLimitOf(details.Site) is { } limit
            && !(self is { } own && await db.Employees.AnyAsync(e => e.Id == own && e.SiteId == details.Site, ct)))
        {
            // Two who see the last place free would both take it.
            await unit.LockAsync(details.Site.Value, ct);
            if (await others.CountAsync(e => e.SiteId == details.Site, ct) >= limit)
            {
                problems.Add(new Problem("Site", T($"This site may have {limit} employees and has as many. The provider can raise the limit.")));
            }
        }

        return problems;
    }

    /// <summary>Two people took the same extension or username in the same moment, and the other one's was saved first.</summary>
    public bool IsTaken(DbUpdateException error, EmployeeDetails details, out Outcome taken)
    {
        // Both databases name the column or its index in the message.
        taken = error.InnerException?.Message.Contains(nameof(Employee.Username), StringComparison.Ordinal) == true
            ? Outcome.Refused("Username", T($"Somebody else has just taken the username {details.Username}. Choose another."))
            : Outcome.Refused("Extension", T($"Somebody else has just taken {details.Extension}. Choose another extension."));
        return unit.Database.IsDuplicate(error);
    }
}
