using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data.Core;
using Portal.Modularity.Requests;

namespace Portal.Data.Requests;

/// <summary>
/// Gives a change its transaction. A change sent from inside another one takes part in the outer transaction, so that several
/// modules succeed or fail together. Reads pass through untouched.
/// </summary>
internal sealed class TransactionBehavior<TRequest, TResponse>(UnitOfWork unit, Submission submission, IServiceProvider services)
    : IPipelineBehavior<TRequest, TResponse> where TRequest : IRequest<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        if (request is not IChange || unit.InTransaction)
        {
            return await next();
        }

        await unit.BeginAsync(cancellationToken);
        try
        {
            await RememberSubmissionAsync(cancellationToken);
            var response = await next();
            if (response is IOutcome { Kind: not OutcomeKind.Done })
            {
                await unit.RollbackAsync();
                return response;
            }

            await unit.CommitAsync(cancellationToken);
            return response;
        }
        catch (DbUpdateConcurrencyException) when (Conflict<TResponse>.Answer is not null)
        {
            await unit.RollbackAsync();
            return Conflict<TResponse>.Answer!;
        }
        catch
        {
            await unit.RollbackAsync();
            throw;
        }
    }

    private async Task RememberSubmissionAsync(CancellationToken ct)
    {
        if (submission.Take() is not { } token)
        {
            return;
        }

        var core = services.GetRequiredService<CoreDb>();
        if (await core.Submissions.AnyAsync(s => s.Token == token, ct))
        {
            throw new SubmittedTwiceException();
        }

        core.Submissions.Add(new SubmittedForm { Token = token, At = unit.Clock.GetUtcNow() });
        try
        {
            await core.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (unit.Database.IsDuplicate(e))
        {
            // The same form is being saved by another request at this moment.
            throw new SubmittedTwiceException();
        }
    }
}

/// <summary>The answer of a change that lost the race, where the response type can say so.</summary>
internal static class Conflict<TResponse>
{
    private static Outcome Lost =>
        Outcome.Conflict(T("Somebody else changed this while you were editing. Nothing of yours was saved yet."));

    public static TResponse? Answer => Make();

    private static TResponse? Make()
    {
        if (typeof(TResponse) == typeof(Outcome))
        {
            return (TResponse)(object)Lost;
        }

        return typeof(TResponse).IsGenericType && typeof(TResponse).GetGenericTypeDefinition() == typeof(Outcome<>)
            ? (TResponse)typeof(TResponse).GetMethod("op_Implicit", [typeof(Outcome)])!.Invoke(null, [Lost])!
            : default;
    }
}
