using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Numbering;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Numbers;
using Portal.Tenancy.Numbers;

namespace Portal.Tenancy.Pages.Numbers;

/// <summary>Gives a company one number or a range. Answers how many were added.</summary>
/// <param name="Last">Empty: a single number.</param>
/// <param name="Pool">The site whose pool they go to; null: the company's.</param>
/// <param name="Check">False takes numbers that do not follow their country's plan.</param>
internal sealed record AddNumbers(
    CompanyId Company, string First, string? Last, SiteId? Pool, NumberState State, bool Check, NumberTerms Terms) : IChange<Outcome<NumberRange>>;

internal sealed class AddNumbersHandler(TenancyDb db, UnitOfWork unit, IAccess access, NumberChanges changes)
    : IRequestHandler<AddNumbers, Outcome<NumberRange>>
{
    public const long HighestPrice = 10_000_000;

    public async Task<Outcome<NumberRange>> Handle(AddNumbers request, CancellationToken cancellationToken)
    {
        if (!access.Allows(TenancyModule.ManageNumbers, new ObjectScope(request.Company))
            || await db.Companies.AsNoTracking().SingleOrDefaultAsync(c => c.CompanyId == request.Company, cancellationToken) is not { } company)
        {
            return Outcome.NotFound;
        }

        if (request.State is not (NumberState.Free or NumberState.Ordered or NumberState.Porting))
        {
            return Outcome.Refused("State", T("Choose how the numbers stand."));
        }

        if (request.Terms.Price is < 0 or > HighestPrice)
        {
            return Outcome.Refused("Price", T("Give a price between 0 and 100,000, or none."));
        }

        if (request.Pool is { } site && !await db.Sites.AnyAsync(s => s.Id == site && s.CompanyId == request.Company, cancellationToken))
        {
            return Outcome.Refused("Pool", T("Choose one of the company's sites."));
        }

        var read = NumberRange.Read(request.First, request.Last, company.Country, request.Check);
        if (read.Value is not { } range)
        {
            return read;
        }

        if (await ClashAsync(range, company.Country, cancellationToken) is { } clash)
        {
            return Outcome.Refused("First", clash);
        }

        var now = unit.Clock.GetUtcNow();
        foreach (var e164 in range.Numbers)
        {
            var number = Number.Add(request.Company, e164, range.Kind, request.State, request.Pool, request.Terms, now);
            db.Numbers.Add(number);
            changes.Note(number, NumberHappening.Added);
        }

        var saved = await changes.SaveAsync(cancellationToken);
        return saved.Succeeded
            ? range
            : Outcome.Conflict(T("Somebody else has just added one of these numbers. Nothing of yours was saved."));
    }

    /// <summary>Why the range cannot be added, naming the first number that is in the way. Numbers whose quarantine is over make room.</summary>
    private async Task<string?> ClashAsync(NumberRange range, string country, CancellationToken ct)
    {
        var (first, last, length, now) = (range.First, range.Last, range.First.Length, unit.Clock.GetUtcNow());
        // Numbers are unique on the platform, whoever asks: only whether one is taken is told, not whose it is.
        var there = db.Numbers.IgnoreQueryFilters()
            .Where(n => n.E164.Length == length && string.Compare(n.E164, first) >= 0 && string.Compare(n.E164, last) <= 0);
        await there.Where(n => n.State == NumberState.Released && n.FreeAt <= now).ExecuteDeleteAsync(ct);
        var clash = await there.AsNoTracking().OrderBy(n => n.E164).Select(n => new { n.E164, n.State, n.FreeAt }).FirstOrDefaultAsync(ct);
        if (clash is null)
        {
            return null;
        }

        var name = PhoneNumber.Write(clash.E164, country);
        return clash.State == NumberState.Released
            ? T($"{name} was given back and is kept free until {clash.FreeAt!.Value.ToString("d", CultureInfo.CurrentCulture)}.")
            : T($"{name} is on this platform already.");
    }
}
