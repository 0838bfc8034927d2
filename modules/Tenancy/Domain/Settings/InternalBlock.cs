using Portal.Data.Activity;
using Portal.Data.Audit;
using Portal.Data.Isolation;
using Portal.Modularity;
using Portal.Tenancy.Contracts;

namespace Portal.Tenancy.Domain.Settings;

/// <summary>Extensions that one company has for itself (TE8). No two blocks overlap on the platform.</summary>
[PartOf(nameof(CompanyId))]
[Provisioning("Internal block", Name = "First,Last")]
internal sealed class InternalBlock : ICompanyOwned
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public CompanyId CompanyId { get; init; }

    public int First { get; init; }

    public int Last { get; init; }

    public DateTimeOffset AssignedAt { get; init; }

    public ExtensionBlock ToContract() => new(First, Last);

    /// <summary>
    /// The first place, in steps of the size from the start, where nothing is given out yet; null when six digits are used up.
    /// Blocks given out under other settings may lie across the steps.
    /// </summary>
    public static (int First, int Last)? NextFree(int start, int size, IReadOnlyCollection<(int First, int Last)> given)
    {
        for (long first = start; first + size - 1 <= BlockedExtensions.Highest; first += size)
        {
            if (!given.Any(g => g.First <= first + size - 1 && g.Last >= first))
            {
                return ((int)first, (int)first + size - 1);
            }
        }

        return null;
    }
}
