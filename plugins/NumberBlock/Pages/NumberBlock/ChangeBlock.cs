using MediatR;
using Microsoft.EntityFrameworkCore;
using NumberBlock.Data;
using Portal.Data;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;

namespace NumberBlock.Pages.NumberBlock;

/// <summary>Blocks a number for a company, or allows it again.</summary>
internal sealed record ChangeBlock(CompanyId Company, string Number, bool Blocked) : IChange<Outcome>;

internal sealed class ChangeBlockHandler(NumberBlockDb db, IAccess access, UnitOfWork unit, BlockedNumbers numbers)
    : IRequestHandler<ChangeBlock, Outcome>
{
    public async Task<Outcome> Handle(ChangeBlock request, CancellationToken cancellationToken)
    {
        if (!access.Allows(NumberBlockModule.Change, new ObjectScope(request.Company)))
        {
            return Outcome.NotFound;
        }

        var number = request.Number.Trim();
        if (number.Length is < 2 or > 32 || number.Any(c => !char.IsAsciiDigit(c) && c is not ('*' or '#')))
        {
            return Outcome.Refused("Number", T("Type the number as it is dialled: 2 to 32 digits, * or #, without spaces."));
        }

        var existing = await db.Numbers.SingleOrDefaultAsync(n => n.CompanyId == request.Company && n.Number == number, cancellationToken);
        if (request.Blocked == (existing is not null))
        {
            return Outcome.Done;
        }

        if (existing is null)
        {
            db.Add(new BlockedNumber { CompanyId = request.Company, Number = number, BlockedAt = unit.Clock.GetUtcNow() });
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
