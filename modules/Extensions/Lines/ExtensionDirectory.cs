using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Data.Isolation;
using Portal.Extensions.Contracts;
using Portal.Extensions.Data;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;

namespace Portal.Extensions.Lines;

/// <summary>Readers take the present snapshot and never wait; writers follow the commits one at a time.</summary>
internal sealed class ExtensionDirectory(SipSecrets secrets, SystemWork system, ILogger<ExtensionDirectory> log)
    : IExtensionDirectory, IPlaces, IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile DirectorySnapshot _now = DirectorySnapshot.Empty;
    private bool _loaded;

    public SipAccount? FindAccount(string user, string domain)
    {
        if (_now.Find(domain, user) is not { } line)
        {
            return null;
        }

        var account = line.Account(secrets, out var failure);
        if (failure is not null)
        {
            log.LogError(failure, "The SIP password of {Aor} cannot be decrypted: the data-protection keys it was saved with are gone. Renew it.", line.Entry.Aor);
        }

        return account;
    }

    public DirectoryEntry? FindExtension(string domain, string number) => _now.Find(domain, number)?.Entry;

    public DirectoryEntry? Find(EmployeeId employee) => _now.Find(employee)?.Entry;

    ObjectScope? IPlaces.Find(EmployeeId employee) =>
        _now.Find(employee)?.Entry is { } entry ? new ObjectScope(entry.Company, entry.Site, employee) : null;

    public bool KnowsDomain(string domain) => _now.KnowsDomain(domain);

    /// <summary>Reads everything from the database.</summary>
    public Task LoadAsync(CancellationToken ct) => ChangeAsync(async () =>
    {
        await using var scope = system.Begin("extension directory: load");
        await LoadAsync(scope.ServiceProvider, ct);
    }, ct);

    /// <summary>Takes over employees whose change has been committed.</summary>
    public Task FollowAsync(IReadOnlyCollection<LineRow> rows, CancellationToken ct) => ChangeAsync(async () =>
    {
        if (!_loaded)
        {
            // Loading comes later and will see the commit that led here.
            return;
        }

        if (!rows.All(r => _now.KnowsCompany(r.Company)))
        {
            await using var scope = system.Begin("extension directory: new company");
            _now = _now.With(await CompaniesAsync(scope.ServiceProvider, ct));
        }

        _now = _now.With(rows);
    }, ct);

    /// <summary>Takes over domains and states of all companies after a committed change of one.</summary>
    public Task FollowCompaniesAsync(CancellationToken ct) => ChangeAsync(async () =>
    {
        if (_loaded)
        {
            await using var scope = system.Begin("extension directory: company changed");
            _now = _now.With(await CompaniesAsync(scope.ServiceProvider, ct));
        }
    }, ct);

    public void Dispose() => _gate.Dispose();

    private async Task LoadAsync(IServiceProvider scope, CancellationToken ct)
    {
        var companies = await CompaniesAsync(scope, ct);
        var rows = await scope.GetRequiredService<ExtensionsDb>().Employees.AsNoTracking()
            .Select(e => new LineRow(e.Id, e.CompanyId, e.SiteId, e.Extension, e.FirstName + " " + e.LastName, e.Status, e.SipSecret, e.Version))
            .ToListAsync(ct);
        _now = DirectorySnapshot.Build(companies, rows);
        _loaded = true;
        log.LogInformation("Extension directory: {Extensions} extensions in {Companies} companies", rows.Count, companies.Count);
    }

    private static Task<IReadOnlyList<CompanySummary>> CompaniesAsync(IServiceProvider scope, CancellationToken ct) =>
        scope.GetRequiredService<IMediator>().Send(new ListCompanies(), ct);

    private async Task ChangeAsync(Func<Task> change, CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            await change();
        }
        finally
        {
            _gate.Release();
        }
    }
}
