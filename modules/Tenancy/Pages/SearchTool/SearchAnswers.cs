using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain;

namespace Portal.Tenancy.Pages.SearchTool;

/// <summary>Keeps one search, so that it can be told later who looked for what.</summary>
internal sealed record KeepSearch(string By, string Text, bool Found) : IChange<Outcome>;

internal sealed class KeepSearchHandler(TenancyDb db, UnitOfWork unit) : IRequestHandler<KeepSearch, Outcome>
{
    public async Task<Outcome> Handle(KeepSearch request, CancellationToken cancellationToken)
    {
        if (unit.User.Id is not { } me)
        {
            return Outcome.Forbidden;
        }

        var text = new string([.. request.Text.Where(c => !char.IsControl(c) && !char.IsSurrogate(c)).Take(130)]);
        db.Add(new SearchUse { UserId = me, At = unit.Clock.GetUtcNow(), By = request.By, Text = text, Found = request.Found });
        await db.SaveChangesAsync(cancellationToken);
        return Outcome.Done;
    }
}

/// <summary>
/// Whoever asks for number after number and finds nothing, or only what is not theirs, has to wait: the tool says of any number whether
/// somebody on the platform has it. Operators see everything anyway.
/// </summary>
internal sealed class SearchBudget(TenancyDb db, CurrentUser user, TimeProvider clock)
{
    public const int MostMisses = 20;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    public async Task<bool> IsSpentAsync(CancellationToken ct)
    {
        if (user.IsOperator || user.Id is not { } me)
        {
            return false;
        }

        var since = clock.GetUtcNow() - Window;
        return await db.SearchUses.CountAsync(u => u.UserId == me && u.At > since && !u.Found, ct) >= MostMisses;
    }
}
