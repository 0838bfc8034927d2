using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.CallLogs.Data;
using Portal.CallLogs.Domain;
using Portal.Extensions.Contracts;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Telephony.Contracts;
using Portal.Tenancy.Contracts;
using Portal.TestHost;
using Portal.Web.Lists;

namespace Portal.CallLogs.Tests;

/// <summary>Two companies with their people, instead of the modules that own them, and calls between them.</summary>
internal sealed class Office
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public Office()
    {
        (John, Jane, Emily, Bella) = (Person(Acme, London, "John", "Smith", "2001"), Person(Acme, London, "Jane", "Jones", "2002"),
            Person(Acme, Leeds, "Emily", "Walker", "2101"), Person(Beta, Paris, "Bella", "Braun", "2001"));
    }

    public CompanyId Acme { get; } = CompanyId.New();
    public CompanyId Beta { get; } = CompanyId.New();
    public SiteId London { get; } = SiteId.New();
    public SiteId Leeds { get; } = SiteId.New();
    public SiteId Paris { get; } = SiteId.New();
    public EmployeeSummary John { get; }
    public EmployeeSummary Jane { get; }
    public EmployeeSummary Emily { get; }
    public EmployeeSummary Bella { get; }
    public IReadOnlyList<EmployeeSummary> People => [John, Jane, Emily, Bella];

    public Grant Operator => new(Role.Operator);
    public Grant AcmeAdmin => new(Role.CompanyAdmin, Acme);
    public Grant BetaAdmin => new(Role.CompanyAdmin, Beta);
    public Grant LeedsAdmin => new(Role.GroupAdmin, Acme, Leeds);
    public Grant Self(EmployeeSummary person) => new(Role.Employee, person.CompanyId, person.SiteId, person.Id);

    public static CallParty Line(EmployeeSummary person) => new(person.Extension, person.FullName, person.Id, person.SiteId);

    public static CallParty Outside(string number, string name = "") => new(number, name, null, null);

    public async Task<TestPortal> OpenAsync(Action<TestPortalOptions>? configure = null) => await TestPortal.StartAsync(o =>
    {
        o.Services = services => services.AddSingleton(this)
            .AddTransient<IRequestHandler<FindEmployee, EmployeeSummary?>, Directory>()
            .AddTransient<IRequestHandler<ListEmployees, IReadOnlyList<EmployeeSummary>>, Directory>()
            .AddTransient<IRequestHandler<FindSite, SiteSummary?>, Directory>()
            .AddTransient<IRequestHandler<ListCompanies, IReadOnlyList<CompanySummary>>, Directory>()
            .AddTransient<IRequestHandler<LookUpCompanies, IReadOnlyDictionary<CompanyId, CompanySummary>>, Directory>()
            .AddTransient<IFilterChoice, Companies>();
        configure?.Invoke(o);
    });

    /// <summary>A call at a moment; answered unless said otherwise.</summary>
    public CallRecord Call(
        CallParty caller, CallParty? called, DateTimeOffset at, CallResult result = CallResult.Answered, int talkSeconds = 60,
        CallParty? reached = null, CompanyId? company = null, string? dialled = null)
    {
        var answered = result == CallResult.Answered;
        return new CallRecord(
            Guid.CreateVersion7(at), company ?? Acme, caller, dialled ?? called?.Number ?? "4711", called, answered ? reached ?? called : null,
            at, answered ? at.AddSeconds(5) : null, at.AddSeconds(5 + (answered ? talkSeconds : 0)), 5_000, answered ? talkSeconds * 1000 : 0,
            result, answered ? 200 : result == CallResult.Busy ? 486 : 480, "caller", ["Rings " + (called?.Name ?? "nobody")]) { LastRang = reached ?? called };
    }

    public static Task StoreAsync(TestPortal portal, params IEnumerable<CallRecord> calls) => portal.ChangeAsSystemAsync(async services =>
    {
        var db = services.GetRequiredService<CallLogsDb>();
        foreach (var batch in calls.Chunk(2_000))
        {
            db.AddRange(batch.Select(r => LoggedCall.From(r, services.GetService<INumberDirectory>()?.CountryOf(r.Company))));
            await db.SaveChangesAsync();
            db.ChangeTracker.Clear();
        }
    });

    public static Task<int> StoredAsync(TestPortal portal) =>
        portal.AsSystemAsync(services => services.GetRequiredService<CallLogsDb>().Calls.CountAsync());

    private static EmployeeSummary Person(CompanyId company, SiteId site, string first, string last, string extension) => new(
        EmployeeId.New(), company, site, $"{first}.{last}".ToLower(CultureInfo.InvariantCulture), first, last, extension, EmployeeStatus.Activated);

    // Knows everybody and hides nobody, so that what is hidden in a test was hidden by the module under test.
    private sealed class Directory(Office office) :
        IRequestHandler<FindEmployee, EmployeeSummary?>, IRequestHandler<ListEmployees, IReadOnlyList<EmployeeSummary>>,
        IRequestHandler<FindSite, SiteSummary?>, IRequestHandler<ListCompanies, IReadOnlyList<CompanySummary>>,
        IRequestHandler<LookUpCompanies, IReadOnlyDictionary<CompanyId, CompanySummary>>
    {
        public Task<EmployeeSummary?> Handle(FindEmployee request, CancellationToken cancellationToken) =>
            Task.FromResult(office.People.FirstOrDefault(p => p.Id == request.Id));

        public Task<IReadOnlyList<EmployeeSummary>> Handle(ListEmployees request, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<EmployeeSummary>>([.. office.People.Where(p => request.Company is null || p.CompanyId == request.Company)]);

        public Task<SiteSummary?> Handle(FindSite request, CancellationToken cancellationToken) => Task.FromResult(
            new[] { (office.London, office.Acme, "London"), (office.Leeds, office.Acme, "Leeds"), (office.Paris, office.Beta, "Paris") }
                .Where(s => s.Item1 == request.Id).Select(s => new SiteSummary(s.Item1, s.Item2, s.Item3, "Europe/London")).FirstOrDefault());

        public Task<IReadOnlyList<CompanySummary>> Handle(ListCompanies request, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<CompanySummary>>(
            [
                new CompanySummary(office.Acme, "Acme", "acme.localhost", "GB", "Europe/London", CompanyStatus.Active),
                new CompanySummary(office.Beta, "Beta", "beta.localhost", "GB", "Europe/London", CompanyStatus.Active),
            ]);

        public async Task<IReadOnlyDictionary<CompanyId, CompanySummary>> Handle(LookUpCompanies request, CancellationToken cancellationToken) =>
            (await Handle(new ListCompanies(), cancellationToken)).Where(c => request.Ids.Contains(c.Id)).ToDictionary(c => c.Id);
    }

    private sealed class Companies(Office office) : IFilterChoice
    {
        public string Name => "companies";

        public string Hint => "Search name or SIP domain";

        public Task<string?> NameOfAsync(Guid id, CancellationToken cancellationToken) =>
            Task.FromResult(id == office.Acme.Value ? "Acme" : id == office.Beta.Value ? "Beta" : null);

        public Task<IReadOnlyList<FilterOffer>> FindAsync(string text, int limit, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<FilterOffer>>([new(office.Acme.Value, "Acme", ""), new(office.Beta.Value, "Beta", "")]);
    }
}
