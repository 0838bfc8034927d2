using System.Collections.Frozen;
using System.Collections.Immutable;
using Portal.Modularity;
using Portal.Tenancy.Contracts;

namespace Portal.Extensions.Lines;

/// <summary>
/// The directory at one moment; never changed, only replaced. A change rebuilds the number table of its own company and
/// shares the rest, known credentials included, with the snapshot before.
/// </summary>
internal sealed class DirectorySnapshot
{
    public static DirectorySnapshot Empty { get; } = new([], ImmutableDictionary<EmployeeId, Line>.Empty);

    private readonly ImmutableDictionary<CompanyId, CompanyLines> _companies;
    private readonly FrozenDictionary<string, CompanyLines> _byDomain;
    private readonly ImmutableDictionary<EmployeeId, Line> _byEmployee;

    private DirectorySnapshot(IEnumerable<CompanyLines> companies, ImmutableDictionary<EmployeeId, Line> byEmployee)
    {
        _companies = companies.ToImmutableDictionary(c => c.Company.Id);
        // RFC 3261 19.1.4: host names compare without regard to case.
        _byDomain = _companies.Values.ToFrozenDictionary(c => c.Company.SipDomain, StringComparer.OrdinalIgnoreCase);
        _byEmployee = byEmployee;
    }

    public static DirectorySnapshot Build(IEnumerable<CompanySummary> companies, IEnumerable<LineRow> rows)
    {
        var byCompany = rows.ToLookup(r => r.Company);
        var built = companies.Select(c => CompanyLines.Build(c, byCompany[c.Id].Select(r => new Line(r, c)))).ToArray();
        return new DirectorySnapshot(built, built.SelectMany(c => c.ByNumber.Values).ToImmutableDictionary(l => l.Entry.Employee));
    }

    public Line? Find(string domain, string number) =>
        _byDomain.TryGetValue(domain, out var company) ? company.ByNumber.GetValueOrDefault(number) : null;

    public Line? Find(EmployeeId employee) => _byEmployee.GetValueOrDefault(employee);

    public bool KnowsDomain(string domain) => _byDomain.ContainsKey(domain);

    public bool KnowsCompany(CompanyId company) => _companies.ContainsKey(company);

    /// <summary>With these employees added or replaced. A row older than the one known is left out.</summary>
    public DirectorySnapshot With(IReadOnlyCollection<LineRow> rows)
    {
        // Commits may report here in another order than they happened; the version says which came last.
        var fresh = rows.GroupBy(r => r.Employee).Select(g => g.MaxBy(r => r.Version)!)
            .Where(r => Find(r.Employee) is not { } known || known.Row.Version < r.Version)
            .ToLookup(r => r.Company);
        if (fresh.Count == 0)
        {
            return this;
        }

        var companies = _companies;
        var byEmployee = _byEmployee;
        foreach (var changed in fresh)
        {
            var company = companies[changed.Key];
            var lines = changed.Select(r => new Line(r, company.Company)).ToArray();
            var replaced = lines.Select(l => l.Entry.Employee).ToHashSet();
            companies = companies.SetItem(changed.Key, CompanyLines.Build(
                company.Company, company.ByNumber.Values.Where(l => !replaced.Contains(l.Entry.Employee)).Concat(lines)));
            byEmployee = byEmployee.SetItems(lines.Select(l => KeyValuePair.Create(l.Entry.Employee, l)));
        }

        return new DirectorySnapshot(companies.Values, byEmployee);
    }

    /// <summary>With the companies as they are now: domains and what their status allows.</summary>
    public DirectorySnapshot With(IReadOnlyCollection<CompanySummary> companies)
    {
        var byEmployee = _byEmployee;
        var built = new List<CompanyLines>(companies.Count);
        foreach (var company in companies)
        {
            if (_companies.TryGetValue(company.Id, out var known) && known.Company == company)
            {
                built.Add(known);
                continue;
            }

            var lines = known?.ByNumber.Values.Select(l => new Line(l.Row, company)).ToArray() ?? [];
            built.Add(CompanyLines.Build(company, lines));
            byEmployee = byEmployee.SetItems(lines.Select(l => KeyValuePair.Create(l.Entry.Employee, l)));
        }

        return new DirectorySnapshot(built, byEmployee);
    }

    private sealed record CompanyLines(CompanySummary Company, FrozenDictionary<string, Line> ByNumber)
    {
        public static CompanyLines Build(CompanySummary company, IEnumerable<Line> lines)
        {
            // Two employees who swap extensions may pass through a state where both seem to have the same one: the last wins.
            var byNumber = new Dictionary<string, Line>(StringComparer.Ordinal);
            foreach (var line in lines)
            {
                byNumber[line.Entry.Number] = line;
            }

            return new CompanyLines(company, byNumber.ToFrozenDictionary(StringComparer.Ordinal));
        }
    }
}
