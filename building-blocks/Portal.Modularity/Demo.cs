namespace Portal.Modularity;

/// <summary>
/// A module's share of the demonstration data. Run once, in order, when the portal starts with <c>--demo</c> on an empty data
/// folder, inside one transaction that sees all companies.
/// </summary>
public interface IDemoData
{
    /// <summary>Lower first: companies 10, employees 20, devices 30, call history 40.</summary>
    int Order { get; }

    Task SeedAsync(CancellationToken ct);
}
