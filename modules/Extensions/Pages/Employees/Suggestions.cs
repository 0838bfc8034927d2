using Microsoft.EntityFrameworkCore;
using Portal.Extensions.Data;
using Portal.Extensions.Domain;
using Portal.Modularity;

namespace Portal.Extensions.Pages.Employees;

/// <summary>Fills in what an administrator need not think about. What it suggests is checked again when the form is saved.</summary>
internal sealed class Suggestions(ExtensionsDb db, FreeExtension free)
{
    public Task<string> ExtensionAsync(CompanyId company, SiteId site, CancellationToken ct) => free.SuggestAsync(company, site, ct);

    /// <summary>A username nobody in the company has; of the extension when the names give none.</summary>
    public async Task<string> UsernameAsync(CompanyId company, string firstName, string lastName, string extension, CancellationToken ct)
    {
        var wanted = UsernameSuggestion.Of(firstName, lastName);
        if (wanted.Length == 0)
        {
            wanted = extension.Length > 0 ? "user" + extension : "";
        }

        if (wanted.Length == 0)
        {
            return "";
        }

        var taken = await db.Employees.AsNoTracking()
            .Where(e => e.CompanyId == company && e.Username.StartsWith(wanted)).Select(e => e.Username).ToListAsync(ct);
        return UsernameSuggestion.FirstFree(wanted, taken.ToHashSet(StringComparer.Ordinal));
    }
}
