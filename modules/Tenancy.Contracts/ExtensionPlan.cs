using Portal.Modularity;

namespace Portal.Tenancy.Contracts;

/// <summary>Extensions that a company has for itself (TE8).</summary>
public sealed record ExtensionBlock(int First, int Last)
{
    public int Size => Last - First + 1;

    public bool Contains(int number) => number >= First && number <= Last;
}

/// <summary>
/// What the platform's settings say about extensions, in memory: which digits nobody may have, and which blocks a company
/// takes its own from.
/// </summary>
public interface IExtensionPlan
{
    /// <summary>Why these digits must not be an extension, as the settings say it; null when nothing stands in their way.</summary>
    string? WhyReserved(string extension);

    /// <summary>The company's blocks, lowest first; empty: it picks its extensions freely.</summary>
    IReadOnlyList<ExtensionBlock> BlocksOf(CompanyId company);
}
