using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Extensions.Contracts;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Numbers;
using Portal.Tenancy.Numbers;

namespace Portal.Tenancy.Pages.Numbers;

/// <summary>Gives a free number to an employee.</summary>
internal sealed record AssignNumber(NumberId Id, EmployeeId Employee) : IChange<Outcome>;

/// <summary>Takes numbers from whoever has them and puts them back into their pool.</summary>
internal sealed record ReturnNumbers(IReadOnlyList<NumberId> Ids) : IChange<Outcome>;

/// <summary>Moves free numbers to a site's pool; null: to the company's.</summary>
internal sealed record MoveNumbers(IReadOnlyList<NumberId> Ids, SiteId? Pool) : IChange<Outcome>;

/// <summary>Makes this the number its owner is known by outside the company.</summary>
internal sealed record MakePrimary(NumberId Id) : IChange<Outcome>;

/// <summary>A pending number has arrived: it is free from now on.</summary>
internal sealed record PutIntoService(IReadOnlyList<NumberId> Ids) : IChange<Outcome>;

/// <summary>Gives numbers back to the platform. For some weeks nobody else may have them.</summary>
internal sealed record ReleaseNumbers(IReadOnlyList<NumberId> Ids) : IChange<Outcome>;

/// <summary>Exchanges the owners of two assigned numbers of one company.</summary>
internal sealed record SwapNumbers(NumberId Id, NumberId With) : IChange<Outcome>;

/// <param name="Version">The version the form was filled from.</param>
internal sealed record ChangeTerms(NumberId Id, int Version, NumberTerms Terms) : IChange<Outcome>;

internal sealed class NumberActions(TenancyDb db, UnitOfWork unit, IAccess access, IMediator mediator, NumberLookup lookup, NumberChanges changes) :
    IRequestHandler<AssignNumber, Outcome>, IRequestHandler<ReturnNumbers, Outcome>, IRequestHandler<MoveNumbers, Outcome>,
    IRequestHandler<MakePrimary, Outcome>, IRequestHandler<PutIntoService, Outcome>, IRequestHandler<ReleaseNumbers, Outcome>,
    IRequestHandler<SwapNumbers, Outcome>, IRequestHandler<ChangeTerms, Outcome>
{
    public const int MostAtOnce = 1000;

    public async Task<Outcome> Handle(AssignNumber request, CancellationToken cancellationToken)
    {
        if (await lookup.FindAsync(request.Id, TenancyModule.AssignNumbers, cancellationToken) is not { } number)
        {
            return Outcome.NotFound;
        }

        if (await mediator.Send(new FindEmployee(request.Employee), cancellationToken) is not { } employee || employee.CompanyId != number.CompanyId
            || !access.Allows(TenancyModule.AssignNumbers, new ObjectScope(employee.CompanyId, employee.SiteId, employee.Id)))
        {
            return Outcome.Refused("Employee", T("Choose one of your employees."));
        }

        if (number.State != NumberState.Free)
        {
            return number.IsPending
                ? Outcome.Refused("Number", T("This number is pending: it can be given to somebody once it is in service."))
                : Outcome.Conflict(T($"{lookup.Write(number.E164)} has just been taken by {lookup.NameOf(number.Owner)?.Name}. Choose another number."));
        }

        if (number.SiteId is { } pool && pool != employee.SiteId)
        {
            return Outcome.Refused("Number", T("This number belongs to the pool of another site. Move it to the company's pool first."));
        }

        await changes.AssignAsync(number, NumberOwner.Of(employee.Id), employee.SiteId, employee.FullName, cancellationToken);
        return await changes.SaveAsync(cancellationToken);
    }

    public async Task<Outcome> Handle(ReturnNumbers request, CancellationToken cancellationToken)
    {
        if (await FindAllAsync(request.Ids, TenancyModule.AssignNumbers, cancellationToken) is not { } numbers)
        {
            return Outcome.NotFound;
        }

        foreach (var number in numbers.Where(n => n.State == NumberState.Assigned))
        {
            await changes.UnassignAsync(number, NumberHappening.ReturnedToPool, lookup.NameOf(number.Owner)?.Name ?? "", n => n.ReturnToPool(), cancellationToken);
        }

        return await changes.SaveAsync(cancellationToken);
    }

    public async Task<Outcome> Handle(MoveNumbers request, CancellationToken cancellationToken)
    {
        if (await FindAllAsync(request.Ids, TenancyModule.AssignNumbers, cancellationToken) is not { } numbers)
        {
            return Outcome.NotFound;
        }

        if (numbers.Select(n => n.CompanyId).Distinct().Count() != 1)
        {
            return Outcome.Refused("Pool", T("Choose numbers of one company."));
        }

        var company = numbers[0].CompanyId;
        var site = request.Pool is { } pool ? await db.Sites.SingleOrDefaultAsync(s => s.Id == pool && s.CompanyId == company, cancellationToken) : null;
        if ((request.Pool is not null && site is null) || !access.Allows(TenancyModule.AssignNumbers, new ObjectScope(company, request.Pool)))
        {
            return Outcome.Refused("Pool", T("Choose one of your sites."));
        }

        if (numbers.FirstOrDefault(n => n.State == NumberState.Assigned) is { } taken)
        {
            return Outcome.Refused("Pool", T($"{lookup.Write(taken.E164)} belongs to {lookup.NameOf(taken.Owner)?.Name}. Only numbers that nobody has can be moved."));
        }

        foreach (var number in numbers.Where(n => n.SiteId != request.Pool))
        {
            number.MoveToPool(request.Pool);
            changes.Note(number, site is null ? NumberHappening.MovedToCompany : NumberHappening.MovedToSite, site?.Name ?? "");
        }

        return await changes.SaveAsync(cancellationToken);
    }

    public async Task<Outcome> Handle(MakePrimary request, CancellationToken cancellationToken)
    {
        if (await lookup.FindAsync(request.Id, TenancyModule.AssignNumbers, cancellationToken) is not { OwnerId: { } owner } number)
        {
            return Outcome.NotFound;
        }

        if (number.IsPrimary)
        {
            return Outcome.Done;
        }

        foreach (var other in await db.Numbers.Where(n => n.PrimaryOf == owner).ToListAsync(cancellationToken))
        {
            other.SetPrimary(false);
            changes.Follow(other);
        }

        // Saved first, or the database would see two primary numbers for a moment.
        if (await changes.SaveAsync(cancellationToken) is { Succeeded: false } lost)
        {
            return lost;
        }

        number.SetPrimary(true);
        changes.Note(number, NumberHappening.MadePrimary);
        return await changes.SaveAsync(cancellationToken);
    }

    public async Task<Outcome> Handle(PutIntoService request, CancellationToken cancellationToken)
    {
        if (await FindAllAsync(request.Ids, TenancyModule.ManageNumbers, cancellationToken) is not { } numbers)
        {
            return Outcome.NotFound;
        }

        foreach (var number in numbers.Where(n => n.IsPending))
        {
            number.PutIntoService();
            changes.Note(number, NumberHappening.PutIntoService);
        }

        return await changes.SaveAsync(cancellationToken);
    }

    public async Task<Outcome> Handle(ReleaseNumbers request, CancellationToken cancellationToken)
    {
        if (await FindAllAsync(request.Ids, TenancyModule.ManageNumbers, cancellationToken) is not { } numbers)
        {
            return Outcome.NotFound;
        }

        foreach (var number in numbers)
        {
            await changes.UnassignAsync(
                number, NumberHappening.Released, lookup.NameOf(number.Owner)?.Name ?? "", n => n.Release(unit.Clock.GetUtcNow()), cancellationToken);
        }

        return await changes.SaveAsync(cancellationToken);
    }

    public async Task<Outcome> Handle(SwapNumbers request, CancellationToken cancellationToken)
    {
        if (await lookup.FindAsync(request.Id, TenancyModule.AssignNumbers, cancellationToken) is not { } one
            || await lookup.FindAsync(request.With, TenancyModule.AssignNumbers, cancellationToken) is not { } other || one.CompanyId != other.CompanyId)
        {
            return Outcome.NotFound;
        }

        if (one.Id == other.Id || one.Owner is not { } first || other.Owner is not { } second)
        {
            return Outcome.Refused("With", T("Two different numbers that somebody has can be swapped."));
        }

        if (first == second)
        {
            return Outcome.Refused("With", T("Both numbers lead to the same person."));
        }

        var (onePrimary, otherPrimary, oneSite, otherSite) = (one.IsPrimary, other.IsPrimary, one.SiteId, other.SiteId);
        var (firstName, secondName) = (lookup.NameOf(first)?.Name ?? "", lookup.NameOf(second)?.Name ?? "");
        // Two steps: the database must not see two primary numbers of one owner for a moment.
        one.SetPrimary(false);
        other.SetPrimary(false);
        changes.Follow(one);
        changes.Follow(other);
        if (await changes.SaveAsync(cancellationToken) is { Succeeded: false } lost)
        {
            return lost;
        }

        one.Assign(second, otherSite, otherPrimary);
        other.Assign(first, oneSite, onePrimary);
        changes.Note(one, NumberHappening.Swapped, secondName);
        changes.Note(other, NumberHappening.Swapped, firstName);
        changes.Tell(new NumberAssigned(one.ToSummary()), new NumberAssigned(other.ToSummary()));
        return await changes.SaveAsync(cancellationToken);
    }

    public async Task<Outcome> Handle(ChangeTerms request, CancellationToken cancellationToken)
    {
        if (await lookup.FindAsync(request.Id, TenancyModule.ManageNumbers, cancellationToken) is not { } number)
        {
            return Outcome.NotFound;
        }

        if (request.Terms.Price is < 0 or > AddNumbersHandler.HighestPrice)
        {
            return Outcome.Refused("Price", T("Give a price between 0 and 100,000, or none."));
        }

        if (number.Version != request.Version)
        {
            return NumberChanges.Taken;
        }

        if (number.Terms == request.Terms)
        {
            return Outcome.Done;
        }

        db.ExpectVersion(number, request.Version);
        number.Apply(request.Terms);
        changes.Note(number, NumberHappening.TermsChanged);
        return await changes.SaveAsync(cancellationToken);
    }

    /// <summary>All of them, or null when one is missing or out of reach.</summary>
    private async Task<IReadOnlyList<Number>?> FindAllAsync(IReadOnlyList<NumberId> ids, string permission, CancellationToken ct)
    {
        var wanted = ids.Distinct().ToArray();
        if (wanted.Length is 0 or > MostAtOnce)
        {
            return null;
        }

        var found = await db.Numbers.Where(n => wanted.Contains(n.Id) && n.State != NumberState.Released).OrderBy(n => n.E164).ToListAsync(ct);
        return found.Count == wanted.Length && found.All(n => access.Allows(permission, NumberLookup.ScopeOf(n))) ? found : null;
    }
}
