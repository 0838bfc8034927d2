using Microsoft.EntityFrameworkCore;
using Portal.Extensions.Contracts;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Numbering;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Numbers;

namespace Portal.Tenancy.Numbers;

/// <summary>Finds numbers for a page or a change: what the permission does not reach does not exist.</summary>
internal sealed class NumberLookup(TenancyDb db, IAccess access, CurrentUser user, INumberDirectory directory, IEnumerable<IExtensionDirectory> extensions)
{
    /// <summary>The number, tracked for changing, or null. Released numbers are history.</summary>
    public async Task<Number?> FindAsync(NumberId id, string permission, CancellationToken ct) =>
        await db.Numbers.SingleOrDefaultAsync(n => n.Id == id && n.State != NumberState.Released, ct) is { } number && access.Allows(permission, ScopeOf(number))
            ? number
            : null;

    public static ObjectScope ScopeOf(Number number) => new(number.CompanyId, number.SiteId);

    /// <summary>The numbers a permission reaches: a company's, or those in the pools of sites.</summary>
    public IQueryable<Number> Within(string permission)
    {
        var reach = access.ReachOf(permission);
        var (companies, sites) = (reach.Companies, reach.Sites.Select(s => (SiteId?)s).ToArray());
        var numbers = db.Numbers.AsNoTracking().Where(n => n.State != NumberState.Released);
        return reach.Everything ? numbers : numbers.Where(n => companies.Contains(n.CompanyId) || sites.Contains(n.SiteId));
    }

    /// <summary>The number as this reader writes it: nationally for people of the country, internationally for those who see many companies.</summary>
    public string Write(string e164) => PhoneNumber.Write(e164, Country);

    /// <summary>The country that the reader's national numbers are read by; null for people of no company.</summary>
    public string? Country => user.Company is { } company ? directory.CountryOf(company) : null;

    /// <summary>Who a number leads to, as a name and an address of the portal.</summary>
    public (string Name, string? Href)? NameOf(NumberOwner? owner)
    {
        if (owner?.Employee is not { } employee)
        {
            return owner is null ? null : (T("a group"), null);
        }

        // The directory comes from the module of the extensions, which a test may leave out.
        return extensions.FirstOrDefault()?.Find(employee) is { } entry
            ? (entry.DisplayName, $"/employees/{employee}")
            : (T("an employee"), $"/employees/{employee}");
    }

    /// <summary>Numbers that look like what was typed: the same number written otherwise, or its digits anywhere.</summary>
    public IQueryable<Number> Matching(IQueryable<Number> numbers, string typed)
    {
        var digits = string.Concat(typed.Where(char.IsAsciiDigit)).TrimStart('0');
        var full = PhoneNumber.Read(typed, Country, NumberCheck.Readable).Number?.Full;
        if (digits.Length == 0 || digits.Length > 20)
        {
            return numbers.Where(n => false);
        }

        return full is null
            ? numbers.Where(n => n.E164.Contains(digits))
            : numbers.Where(n => n.E164.StartsWith(full) || n.E164.Contains(digits));
    }
}
