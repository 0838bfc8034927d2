using MediatR;
using Portal.Modularity;
using Portal.Modularity.Requests;

namespace Portal.Data.Delayed;

/// <summary>A change that may be saved later.</summary>
/// <param name="Key">Stable: stored with every change that waits.</param>
/// <param name="Needs">The permission over the object without which it can neither be delayed nor cancelled.</param>
public sealed record DelayableChange(string Key, Type Type, string Needs);

public static class DelayOffers
{
    /// <summary>Lets pages offer "Delay and save" for this request. It must survive JSON, hold no secret, and carry the version it was made from.</summary>
    public static ModuleCatalog Delayable<TChange>(this ModuleCatalog offers, string key, string needs) where TChange : IChange<Outcome> =>
        offers.Add(new DelayableChange(key, typeof(TChange), needs));
}

/// <summary>Keeps a change for later; stored in a transaction of its own once it has proved that it could be saved now.</summary>
internal sealed record KeepDelayed(DelayedSave Save) : IChange<Outcome>;

internal sealed class KeepDelayedHandler(Core.CoreDb db) : IRequestHandler<KeepDelayed, Outcome>
{
    public async Task<Outcome> Handle(KeepDelayed request, CancellationToken cancellationToken)
    {
        db.Delayed.Add(request.Save);
        await db.SaveChangesAsync(cancellationToken);
        return Outcome.Done;
    }
}
