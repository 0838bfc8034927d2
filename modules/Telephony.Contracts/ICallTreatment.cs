using Portal.Modularity;

namespace Portal.Telephony.Contracts;

/// <summary>
/// One step in the ordered list that decides what happens to a call. Runs on the switch's hot path: it reads memory, never the
/// database, and returns at once. A treatment that throws is skipped and logged; the call goes on without it.
/// </summary>
public interface ICallTreatment
{
    /// <summary>Null: nothing to say, the next treatment is asked.</summary>
    Verdict? Treat(Call call);
}

/// <summary>
/// The stages of a call's way, in order. Treatments of one stage run in the order their modules were loaded; a number in between,
/// such as <c>CallStep.Ring - 1</c>, is a place between two stages. A diversion begins again at <see cref="MayCall"/> with the
/// new target, without <see cref="CallerFeatures"/>: what the caller has set belongs to what the caller dialled.
/// </summary>
public enum CallStep
{
    /// <summary>Who may call at all: registration, company status, fraud guard.</summary>
    MayCall = 100,

    /// <summary>What the caller has set: withhold number, speed dial, feature codes.</summary>
    CallerFeatures = 200,

    /// <summary>From the number to its owner.</summary>
    Resolve = 300,

    /// <summary>What the called has set: do not disturb, forwarding, selective rules.</summary>
    CalledFeatures = 400,

    /// <summary>Where to ring.</summary>
    Ring = 500,

    /// <summary>Ringing ended without an answer: busy, no answer, not reachable: see <see cref="Call.RangFor"/>.</summary>
    Unanswered = 600,
}

/// <summary>Whose feature a treatment belongs to.</summary>
public enum CallSide
{
    Caller,
    Called,
}

/// <summary>A module's treatment and its place.</summary>
/// <param name="Feature">The feature without which the treatment stands aside; null: it is not a feature.</param>
/// <param name="Side">Whether the caller has the feature or the called.</param>
public sealed record CallTreatmentOffer(Type Treatment, CallStep Step, string? Feature = null, CallSide Side = CallSide.Called);

public static class CallTreatmentOffers
{
    /// <summary>Adds a treatment; it is created once, from the service provider, and must be safe for concurrent calls.</summary>
    public static ModuleCatalog CallTreatment<T>(this ModuleCatalog offers, CallStep step) where T : class, ICallTreatment =>
        offers.Add(new CallTreatmentOffer(typeof(T), step));

    /// <summary>
    /// As <see cref="CallTreatment{T}(ModuleCatalog, CallStep)"/>, for a treatment that is a feature: where the feature is off
    /// for this side of the call (its employee, or its site), the treatment stands aside and the call goes on without it.
    /// </summary>
    public static ModuleCatalog CallTreatment<T>(this ModuleCatalog offers, CallStep step, string feature, CallSide of = CallSide.Called)
        where T : class, ICallTreatment =>
        offers.Add(new CallTreatmentOffer(typeof(T), step, feature, of));
}
