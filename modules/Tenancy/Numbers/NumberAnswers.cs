using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Extensions.Contracts;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Numbers;

namespace Portal.Tenancy.Numbers;

/// <summary>What other modules ask about numbers, within the asker's reach.</summary>
internal sealed class NumberAnswers(TenancyDb db, NumberLookup lookup, IAccess access) :
    IRequestHandler<FindNumber, NumberSummary?>, IRequestHandler<NumbersOf, IReadOnlyList<NumberSummary>>
{
    public async Task<NumberSummary?> Handle(FindNumber request, CancellationToken cancellationToken) =>
        (await lookup.Within(TenancyModule.ViewNumbers).SingleOrDefaultAsync(n => n.E164 == request.E164.Value, cancellationToken))?.ToSummary();

    public async Task<IReadOnlyList<NumberSummary>> Handle(NumbersOf request, CancellationToken cancellationToken)
    {
        var numbers = await db.Numbers.AsNoTracking().Where(n => n.OwnerId == request.Owner.Id && n.OwnerKind == request.Owner.Kind)
            .OrderBy(n => n.PrimaryOf == null).ThenBy(n => n.E164).ToListAsync(cancellationToken);
        return [.. numbers.Where(n => access.Allows(TenancyModule.OwnNumbers, new ObjectScope(n.CompanyId, n.SiteId, request.Owner.Employee))).Select(n => n.ToSummary())];
    }
}

/// <summary>Somebody who has left gives the numbers back to their pool with the same commit (EX5).</summary>
internal sealed class NumbersOfLeavers(TenancyDb db, NumberChanges changes) : INotificationHandler<EmployeeChanged>
{
    public async Task Handle(EmployeeChanged notification, CancellationToken cancellationToken)
    {
        if (notification.Employee.Status != EmployeeStatus.Inactive)
        {
            return;
        }

        var id = notification.Employee.Id.Value;
        var numbers = await db.Numbers.Where(n => n.OwnerId == id).ToListAsync(cancellationToken);
        // The primary one last: none of the others has to take its place first.
        foreach (var number in numbers.OrderBy(n => n.IsPrimary))
        {
            await changes.UnassignAsync(number, NumberHappening.ReturnedToPool, notification.Employee.FullName, n => n.ReturnToPool(), cancellationToken);
        }

        if (numbers.Count > 0)
        {
            await changes.SaveAsync(cancellationToken);
        }
    }
}
