using MediatR;
using Microsoft.EntityFrameworkCore;
using NumberBlock.Bulk;
using NumberBlock.Data;
using Portal.Data;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Modularity.Requests;

namespace NumberBlock.Pages.NumberBlock;

/// <summary>Blocks a number for the people of a site, or allows it again.</summary>
internal sealed record ChangeSiteBlock(SiteId Site, string Number, bool Blocked) : IChange<Outcome>;

internal sealed class ChangeSiteBlockHandler(
    NumberBlockDb db, IAccess access, FeatureAccess features, IEnumerable<IPlaces> places, UnitOfWork unit, BlockedNumbers numbers)
    : IRequestHandler<ChangeSiteBlock, Outcome>
{
    public async Task<Outcome> Handle(ChangeSiteBlock request, CancellationToken cancellationToken)
    {
        if (places.PlaceOf(request.Site) is not { } at || !access.Allows(NumberBlockModule.ChangeOfSite, at))
        {
            return Outcome.NotFound;
        }

        if (features.Refusal(NumberBlockModule.FeatureKey, at) is { } refusal)
        {
            return refusal;
        }

        var list = new SiteBlockList([request.Number.Trim()]);
        if (list.Problems().ToArray() is { Length: > 0 } problems)
        {
            return Outcome.Refused(problems);
        }

        var number = list.Numbers[0];
        var existing = await db.SiteNumbers.SingleOrDefaultAsync(n => n.SiteId == request.Site && n.Number == number, cancellationToken);
        if (request.Blocked == (existing is not null))
        {
            return Outcome.Done;
        }

        if (existing is null)
        {
            db.Add(new SiteBlockedNumber { SiteId = request.Site, CompanyId = at.Company!.Value, Number = number });
        }
        else
        {
            db.Remove(existing);
        }

        await db.SaveChangesAsync(cancellationToken);
        unit.AfterCommit(numbers.ReloadAsync);
        return Outcome.Done;
    }
}

internal static class SitePlaces
{
    public static ObjectScope? PlaceOf(this IEnumerable<IPlaces> places, SiteId site) =>
        places.Select(p => p.Find(site)).FirstOrDefault(p => p is not null);
}
