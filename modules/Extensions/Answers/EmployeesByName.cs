using System.Text.RegularExpressions;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Extensions.Contracts;
using Portal.Extensions.Data;
using Portal.Modularity.Access;

namespace Portal.Extensions.Answers;

/// <summary>The database narrows down by its index, memory decides: what the column holds is more than the two names.</summary>
internal sealed class EmployeesByName(ExtensionsDb db, IAccess access, UnitOfWork unit) : IRequestHandler<FindEmployeesByName, IReadOnlyList<EmployeeSummary>>
{
    private const int LongestName = 60, MostRead = 5000;

    public async Task<IReadOnlyList<EmployeeSummary>> Handle(FindEmployeesByName request, CancellationToken cancellationToken)
    {
        var (first, last) = (request.FirstName.Trim(), request.LastName.Trim());
        if (first.Length > LongestName || last.Length > LongestName)
        {
            return [];
        }

        // Search begins with "last first last …".
        var pattern = Like(last) + " " + Like(first) + " %";
        var employees = db.Employees.AsNoTracking().Within(access.ReachOf(ExtensionsModule.View.Key), unit)
            .Where(e => request.Company == null || e.CompanyId == request.Company)
            .Where(e => EF.Functions.Like(e.Search, pattern, "\\"))
            .OrderBy(e => e.Search).ThenBy(e => e.Id).Take(MostRead)
            .Select(e => new EmployeeSummary(e.Id, e.CompanyId, e.SiteId, e.Username, e.FirstName, e.LastName, e.Extension, e.Status));
        var (firstFits, lastFits) = (Fits(first), Fits(last));
        return [.. (await employees.ToListAsync(cancellationToken)).Where(e => firstFits(e.FirstName) && lastFits(e.LastName)).Take(request.Limit)];
    }

    private static string Like(string typed) => typed.Length == 0
        ? "%"
        : typed.ToLowerInvariant().Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_").Replace('*', '%');

    private static Func<string, bool> Fits(string typed)
    {
        if (typed.Length == 0)
        {
            return _ => true;
        }

        // Without backtracking: "*a*a*a*a…" must not keep the processor busy.
        var pattern = new Regex(
            @"\A" + Regex.Escape(typed).Replace("\\*", ".*") + @"\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        return pattern.IsMatch;
    }
}
