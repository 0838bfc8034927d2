using Portal.Modularity;

namespace Portal.Data.Jobs;

/// <summary>A job a module offers.</summary>
/// <param name="Name">What operators read; also the key under which its runs are remembered, so it stays as it is.</param>
public sealed record Job(string Name, Type Type, JobSchedule Schedule);

public static class JobOffers
{
    /// <summary>Has a job run on its schedule, on one node of the installation at a time.</summary>
    public static ModuleCatalog Job<TJob>(this ModuleCatalog offers, string name, JobSchedule schedule) where TJob : class, IJob =>
        offers.Add(new Job(name, typeof(TJob), schedule));
}
