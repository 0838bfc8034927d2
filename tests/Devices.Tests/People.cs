using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Portal.Extensions.Contracts;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Sip.Authentication;
using Portal.Tenancy.Contracts;

namespace Portal.Devices.Tests;

/// <summary>The other modules as Devices sees them: two companies with a 2001 each. Reach is decided as they would, by company.</summary>
internal sealed class People : IExtensionDirectory
{
    public static readonly CompanyId Acme = new(new Guid("a0000000-0000-4000-8000-000000000001"));
    public static readonly CompanyId Beta = new(new Guid("b0000000-0000-4000-8000-000000000001"));
    public static readonly SiteId London = new(new Guid("a0000000-0000-4000-8000-000000000002"));
    public static readonly SiteId Leeds = new(new Guid("a0000000-0000-4000-8000-000000000003"));
    public static readonly SiteId Manchester = new(new Guid("b0000000-0000-4000-8000-000000000002"));

    private static readonly CompanySummary[] Companies =
    [
        new(Acme, "Acme", "acme.localhost", "GB", "Europe/London", CompanyStatus.Active),
        new(Beta, "Beta", "beta.localhost", "GB", "Europe/London", CompanyStatus.Active),
    ];

    private static readonly SiteSummary[] Sites =
    [
        new(London, Acme, "London", "Europe/London"), new(Leeds, Acme, "Leeds", "Europe/London"), new(Manchester, Beta, "Manchester", "Europe/London"),
    ];

    private readonly List<EmployeeSummary> _employees =
    [
        Employee(Acme, London, "John", "Smith", "2001"), Employee(Acme, London, "Jane", "Jones", "2002"),
        Employee(Acme, Leeds, "Lee", "Deeds", "2101"), Employee(Beta, Manchester, "Bob", "Betts", "2001"),
    ];

    public static Grant AcmeAdmin => new(Role.CompanyAdmin, Acme);

    public static Grant BetaAdmin => new(Role.CompanyAdmin, Beta);

    public static Grant LeedsAdmin => new(Role.GroupAdmin, Acme, Leeds);

    public static Grant Operator => new(Role.Operator);

    public EmployeeId this[string aor] => Of(aor).Id;

    public EmployeeSummary Of(string aor) => _employees.Single(e => aor == $"{e.Extension}@{DomainOf(e.CompanyId)}");

    public void Rename(string aor, string first, string last)
    {
        var index = _employees.IndexOf(Of(aor));
        _employees[index] = _employees[index] with { FirstName = first, LastName = last };
    }

    public void Register(IServiceCollection services)
    {
        services.AddSingleton<IExtensionDirectory>(this);
        Answer<FindCompany, CompanySummary?>(services, (q, user) => Companies.FirstOrDefault(c => c.Id == q.Id && Reaches(user, c.Id)));
        Answer<ListCompanies, IReadOnlyList<CompanySummary>>(services, (_, user) => [.. Companies.Where(c => Reaches(user, c.Id))]);
        Answer<FindSite, SiteSummary?>(services, (q, user) => Sites.FirstOrDefault(s => s.Id == q.Id && Reaches(user, s.CompanyId)));
        Answer<ListSites, IReadOnlyList<SiteSummary>>(services,
            (q, user) => [.. Sites.Where(s => (q.Company is null || s.CompanyId == q.Company) && Reaches(user, s.CompanyId))]);
        Answer<FindSitesByName, IReadOnlyList<SiteSummary>>(services,
            (q, user) => [.. Sites.Where(s => Reaches(user, s.CompanyId) && s.Name.Contains(q.Text, StringComparison.OrdinalIgnoreCase)).Take(q.Limit)]);
        Answer<LookUpSites, IReadOnlyDictionary<SiteId, SiteSummary>>(services,
            (q, user) => Sites.Where(s => q.Ids.Contains(s.Id) && Reaches(user, s.CompanyId)).ToDictionary(s => s.Id));
        Answer<FindEmployee, EmployeeSummary?>(services, (q, user) => _employees.FirstOrDefault(e => e.Id == q.Id && Reaches(user, e.CompanyId)));
        Answer<FindEmployeeByExtension, EmployeeSummary?>(services, (q, user) =>
            _employees.FirstOrDefault(e => e.CompanyId == q.Company && e.Extension == q.Extension && Reaches(user, e.CompanyId)));
        Answer<ListEmployees, IReadOnlyList<EmployeeSummary>>(services,
            (q, user) => [.. _employees.Where(e => (q.Company is null || e.CompanyId == q.Company) && Reaches(user, e.CompanyId))]);
        Answer<GetSipSecret, string?>(services, (q, user) =>
            _employees.FirstOrDefault(e => e.Id == q.Id && user.Name == "system") is { } e ? "sip-" + e.Extension : null);
    }

    public SipAccount? FindAccount(string user, string domain)
    {
        if (FindExtension(domain, user) is not { } entry)
        {
            return null;
        }

        var credential = DigestCredential.FromPassword(user, entry.Domain, "sip-" + user);
        return new SipAccount(entry, credential.Ha1Md5!, credential.Ha1Sha256!);
    }

    public DirectoryEntry? FindExtension(string domain, string number) => _employees
        .Where(e => e.Extension == number && DomainOf(e.CompanyId).Equals(domain, StringComparison.OrdinalIgnoreCase)).Select(Entry).FirstOrDefault();

    public DirectoryEntry? Find(EmployeeId employee) => _employees.Where(e => e.Id == employee).Select(Entry).FirstOrDefault();

    public bool KnowsDomain(string domain) => Companies.Any(c => c.SipDomain.Equals(domain, StringComparison.OrdinalIgnoreCase));

    private static DirectoryEntry Entry(EmployeeSummary e) =>
        new(e.Id, e.CompanyId, e.SiteId, e.Extension, DomainOf(e.CompanyId), e.FullName, true, true);

    private static string DomainOf(CompanyId company) => Companies.Single(c => c.Id == company).SipDomain;

    private static bool Reaches(CurrentUser user, CompanyId company) => user.Name == "system" || user.IsOperator || user.Company == company;

    private static EmployeeSummary Employee(CompanyId company, SiteId site, string first, string last, string extension) => new(
        EmployeeId.New(), company, site, $"{first}.{last}".ToLowerInvariant(), first, last, extension, EmployeeStatus.Activated);

    private static void Answer<TRequest, TAnswer>(IServiceCollection services, Func<TRequest, CurrentUser, TAnswer> answer) where TRequest : IRequest<TAnswer> =>
        services.AddTransient<IRequestHandler<TRequest, TAnswer>>(p => new Fake<TRequest, TAnswer>(q => answer(q, p.GetRequiredService<CurrentUser>())));

    private sealed class Fake<TRequest, TAnswer>(Func<TRequest, TAnswer> answer) : IRequestHandler<TRequest, TAnswer> where TRequest : IRequest<TAnswer>
    {
        public Task<TAnswer> Handle(TRequest request, CancellationToken cancellationToken) => Task.FromResult(answer(request));
    }
}
