using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Modularity;
using Portal.Telephony.Contracts;

namespace Portal.Telephony.Routing;

/// <summary>The treatments of all modules and plugins in their declared order, created once.</summary>
internal sealed class TreatmentList
{
    private readonly Entry[] _entries;

    public TreatmentList(ModuleCatalog catalog, IServiceProvider services, ILogger<TreatmentList> log)
    {
        var entries = new List<Entry>();
        // OrderBy is stable: treatments of one step stay in the order their modules were loaded.
        foreach (var (module, offer) in catalog.WithModule<CallTreatmentOffer>().OrderBy(o => o.Offer.Step))
        {
            try
            {
                var treatment = (ICallTreatment)ActivatorUtilities.GetServiceOrCreateInstance(services, offer.Treatment);
                entries.Add(new Entry(offer.Step, module, treatment, offer.Feature, offer.Side));
            }
            // One treatment that cannot be made must not silence the telephones of everybody.
            catch (Exception e)
            {
                log.LogError(e, "The call treatment {Treatment} of {Module} could not be created; calls go on without it", offer.Treatment.Name, module);
            }
        }

        _entries = [.. entries];
        BeforeRinging = [.. _entries.Where(e => e.Step < CallStep.Unanswered)];
        AfterDiversion = [.. BeforeRinging.Where(e => e.Step is < CallStep.CallerFeatures or >= CallStep.Resolve)];
        AfterRinging = [.. _entries.Where(e => e.Step >= CallStep.Unanswered)];
    }

    /// <summary>Asked for a new call.</summary>
    public IReadOnlyList<Entry> BeforeRinging { get; }

    /// <summary>Asked for the target of a diversion.</summary>
    public IReadOnlyList<Entry> AfterDiversion { get; }

    /// <summary>Asked when ringing brought no answer.</summary>
    public IReadOnlyList<Entry> AfterRinging { get; }

    /// <param name="Feature">Without it the treatment stands aside; null: it is not a feature.</param>
    internal sealed record Entry(CallStep Step, string Module, ICallTreatment Treatment, string? Feature, CallSide Side);
}
