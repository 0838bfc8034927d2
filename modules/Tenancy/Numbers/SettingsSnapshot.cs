using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Portal.Data.Isolation;
using Portal.Mail;
using Portal.Modularity;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Settings;
using Portal.Web.Shell;

namespace Portal.Tenancy.Numbers;

/// <summary>Settings, blocks and brands as everybody else asks for them: in memory, read anew after each commit that changes them.</summary>
internal sealed class SettingsSnapshot(SystemWork system) : IExtensionPlan, IMailSenders, IBrands, IHostedLifecycleService, IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile Content _now = Content.Empty;

    public string? WhyReserved(string extension) => _now.Blocked.UseOf(extension);

    public IReadOnlyList<ExtensionBlock> BlocksOf(CompanyId company) => _now.Blocks.GetValueOrDefault(company, []);

    public MailSender For(CompanyId? company) =>
        company is { } id && _now.Companies.TryGetValue(id, out var own) && own.Mail.Address.Length > 0 ? own.Mail : _now.Platform.Mail;

    public Brand Of(CompanyId? company)
    {
        var platform = _now.Platform.Brand;
        return company is { } id && _now.Companies.TryGetValue(id, out var own)
            ? new Brand(
                own.Brand.Name.Length > 0 ? own.Brand.Name : platform.Name, own.Brand.Accent.Length > 0 ? own.Brand.Accent : platform.Accent,
                own.Brand.Logo ?? platform.Logo, Math.Max(own.Brand.Version, platform.Version))
            : platform;
    }

    public async Task LoadAsync(CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            await using var scope = system.Begin("settings: load");
            var db = scope.ServiceProvider.GetRequiredService<TenancyDb>();
            var platform = await db.PlatformSettings.AsNoTracking().SingleOrDefaultAsync(ct) ?? new PlatformSettings();
            var companies = await db.CompanySettings.AsNoTracking().ToListAsync(ct);
            var blocks = await db.NumberBlocks.AsNoTracking().OrderBy(b => b.First).ToListAsync(ct);
            _now = new Content(
                BlockedExtensions.Read(platform.Blocked, out _),
                new(new(platform.ProductName, platform.Accent, platform.Logo, platform.Version), new(platform.MailName, platform.MailAddress)),
                companies.ToImmutableDictionary(c => c.CompanyId, c => new Own(new(c.ProductName, c.Accent, c.Logo, c.Version), new(c.MailName, c.MailAddress))),
                blocks.GroupBy(b => b.CompanyId).ToImmutableDictionary(g => g.Key, g => (IReadOnlyList<ExtensionBlock>)[.. g.Select(b => b.ToContract())]));
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Before any other service, with the row of the platform's settings in place: giving out blocks counts on it.</summary>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await system.ChangeAsync("settings: first start", async services =>
        {
            var db = services.GetRequiredService<TenancyDb>();
            if (!await db.PlatformSettings.AnyAsync(cancellationToken))
            {
                db.Add(new PlatformSettings());
                await db.SaveChangesAsync(cancellationToken);
            }
        }, cancellationToken);
        await LoadAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _gate.Dispose();

    private sealed record Own(Brand Brand, MailSender Mail);

    private sealed record Content(
        BlockedExtensions Blocked, Own Platform, ImmutableDictionary<CompanyId, Own> Companies, ImmutableDictionary<CompanyId, IReadOnlyList<ExtensionBlock>> Blocks)
    {
        public static Content Empty { get; } = new(
            BlockedExtensions.Read(BlockedExtensions.Default, out _), new(Brand.None, new("", "")),
            ImmutableDictionary<CompanyId, Own>.Empty, ImmutableDictionary<CompanyId, IReadOnlyList<ExtensionBlock>>.Empty);
    }
}
