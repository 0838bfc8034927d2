using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Settings;
using Portal.Tenancy.Numbers;

namespace Portal.Tenancy.Pages.Settings;

/// <summary>Changes the platform's settings from the version the form was filled from.</summary>
internal sealed record ChangePlatformSettings(int Version, int? RangeStart, int? BlockSize, string Blocked, BrandSettings Brand) : IChange<Outcome>;

/// <summary>Changes what a company sets for its own people.</summary>
internal sealed record ChangeCompanySettings(CompanyId Company, int Version, BrandSettings Brand) : IChange<Outcome>;

/// <summary>Gives the company the next block of extensions that nobody has.</summary>
internal sealed record AssignNextBlock(CompanyId Company) : IChange<Outcome<InternalBlock>>;

internal sealed class SettingsHandlers(TenancyDb db, UnitOfWork unit, IAccess access, SettingsSnapshot snapshot) :
    IRequestHandler<ChangePlatformSettings, Outcome>, IRequestHandler<ChangeCompanySettings, Outcome>, IRequestHandler<AssignNextBlock, Outcome<InternalBlock>>
{
    private const int LargestBlock = 10_000;

    public async Task<Outcome> Handle(ChangePlatformSettings request, CancellationToken cancellationToken)
    {
        if (!access.Allows(TenancyModule.ChangeSettings, ObjectScope.Platform))
        {
            return Outcome.NotFound;
        }

        Problem[] problems = [.. Problems(request), .. request.Brand.Problems()];
        if (problems.Length > 0)
        {
            return Outcome.Refused(problems);
        }

        var settings = await db.PlatformSettings.SingleOrDefaultAsync(cancellationToken);
        if (settings is null)
        {
            db.Add(settings = new PlatformSettings());
        }
        else
        {
            db.ExpectVersion(settings, request.Version);
        }

        (settings.RangeStart, settings.BlockSize, settings.Blocked) = (request.RangeStart, request.BlockSize, request.Blocked);
        var brand = request.Brand;
        (settings.ProductName, settings.Accent, settings.MailName, settings.MailAddress) = (brand.ProductName, brand.Accent, brand.MailName, brand.MailAddress);
        settings.Logo = brand.RemoveLogo ? null : brand.Logo ?? settings.Logo;
        return await SaveAsync(cancellationToken);
    }

    public async Task<Outcome> Handle(ChangeCompanySettings request, CancellationToken cancellationToken)
    {
        if (!access.Allows(TenancyModule.ChangeBranding, new ObjectScope(request.Company)) || !await db.Companies.AnyAsync(c => c.CompanyId == request.Company, cancellationToken))
        {
            return Outcome.NotFound;
        }

        Problem[] problems = [.. request.Brand.Problems()];
        if (problems.Length > 0)
        {
            return Outcome.Refused(problems);
        }

        var settings = await db.CompanySettings.SingleOrDefaultAsync(s => s.CompanyId == request.Company, cancellationToken);
        if (settings is null)
        {
            db.Add(settings = new CompanySettings { CompanyId = request.Company });
        }
        else
        {
            db.ExpectVersion(settings, request.Version);
        }

        var brand = request.Brand;
        (settings.ProductName, settings.Accent, settings.MailName, settings.MailAddress) = (brand.ProductName, brand.Accent, brand.MailName, brand.MailAddress);
        settings.Logo = brand.RemoveLogo ? null : brand.Logo ?? settings.Logo;
        return await SaveAsync(cancellationToken);
    }

    public async Task<Outcome<InternalBlock>> Handle(AssignNextBlock request, CancellationToken cancellationToken)
    {
        if (!access.Allows(TenancyModule.ChangeSettings, ObjectScope.Platform) || !await db.Companies.AnyAsync(c => c.CompanyId == request.Company, cancellationToken))
        {
            return Outcome.NotFound;
        }

        // Counting first: it holds the row, so that two who do this at once take turns and see each other's block.
        await db.PlatformSettings.ExecuteUpdateAsync(s => s.SetProperty(p => p.BlocksGiven, p => p.BlocksGiven + 1), cancellationToken);
        if (await db.PlatformSettings.AsNoTracking().SingleOrDefaultAsync(cancellationToken) is not { RangeStart: { } start, BlockSize: { } size })
        {
            return Outcome.Refused(T("Set the number range start and the block size in the settings first."));
        }

        var given = await db.NumberBlocks.AsNoTracking().Select(b => new { b.First, b.Last }).ToListAsync(cancellationToken);
        if (InternalBlock.NextFree(start, size, [.. given.Select(g => (g.First, g.Last))]) is not { } next)
        {
            return Outcome.Refused(T("All blocks are given out: an extension has at most six digits."));
        }

        var block = new InternalBlock { CompanyId = request.Company, First = next.First, Last = next.Last, AssignedAt = unit.Clock.GetUtcNow() };
        db.Add(block);
        var saved = await SaveAsync(cancellationToken);
        return saved.Succeeded ? block : saved;
    }

    private static IEnumerable<Problem> Problems(ChangePlatformSettings request)
    {
        if (request.RangeStart is null != request.BlockSize is null)
        {
            yield return new(request.RangeStart is null ? nameof(request.RangeStart) : nameof(request.BlockSize), T("Give both the start of the range and the block size, or neither."));
        }

        if (request.RangeStart is < 10 or > BlockedExtensions.Highest)
        {
            yield return new(nameof(request.RangeStart), T($"Extensions have two to six digits: begin between 10 and {BlockedExtensions.Highest}."));
        }

        if (request.BlockSize is < 1 or > LargestBlock)
        {
            yield return new(nameof(request.BlockSize), T($"A block has between 1 and {LargestBlock} extensions."));
        }

        BlockedExtensions.Read(request.Blocked, out var wrong);
        if (wrong.Count > 0)
        {
            yield return new(nameof(request.Blocked), T($"This line cannot be read: {wrong[0]}. Write two to six digits, x for any digit, and then what they are."));
        }
    }

    private async Task<Outcome> SaveAsync(CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e is not DbUpdateConcurrencyException && unit.Database.IsDuplicate(e))
        {
            return Outcome.Conflict(T("Somebody else has saved this in the same moment. Nothing of yours was saved yet."));
        }

        unit.AfterCommit(snapshot.LoadAsync);
        return Outcome.Done;
    }
}
