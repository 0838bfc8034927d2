using Microsoft.EntityFrameworkCore;
using NumberBlock.Data;
using NumberBlock.Pages.NumberBlock;
using Portal.Data;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Modularity.Requests;

namespace NumberBlock.Bulk;

/// <summary>The numbers a site may not dial.</summary>
internal sealed record SiteBlockList(IReadOnlyList<string> Numbers) : IFeatureSettings
{
    public IEnumerable<Problem> Problems() =>
        Numbers.Any(n => n.Length is < 2 or > 32 || n.Any(c => !char.IsAsciiDigit(c) && c is not ('*' or '#')))
            ? [new Problem("Number", T("Type the number as it is dialled: 2 to 32 digits, * or #, without spaces."))]
            : [];
}

/// <summary>Gives a site the list of another; numbers the other does not have may be dialled again.</summary>
internal sealed class SiteBlockCopier(
    NumberBlockDb db, IAccess access, FeatureAccess features, IEnumerable<IPlaces> places, UnitOfWork unit, BlockedNumbers blocked) : IFeatureCopier
{
    public async Task<Outcome> CopyAsync(FeatureHolder from, FeatureHolder to, CancellationToken ct)
    {
        var (source, target) = (from.Site, to.Site);
        if (places.PlaceOf(source) is not { } there || places.PlaceOf(target) is not { } at
            || !access.Allows(NumberBlockModule.ChangeOfSite, there) || !access.Allows(NumberBlockModule.ChangeOfSite, at))
        {
            return Outcome.NotFound;
        }

        if (features.Refusal(NumberBlockModule.FeatureKey, at) is { } refusal)
        {
            return refusal;
        }

        var wanted = new SiteBlockList(await db.SiteNumbers.Where(n => n.SiteId == source).Select(n => n.Number).ToListAsync(ct));
        var has = await db.SiteNumbers.Where(n => n.SiteId == target).ToListAsync(ct);
        db.RemoveRange(has.Where(n => !wanted.Numbers.Contains(n.Number)));
        db.AddRange(wanted.Numbers.Except(has.Select(n => n.Number))
            .Select(n => new SiteBlockedNumber { SiteId = target, CompanyId = at.Company!.Value, Number = n }));
        await db.SaveChangesAsync(ct);
        unit.AfterCommit(blocked.ReloadAsync);
        return Outcome.Done;
    }
}
