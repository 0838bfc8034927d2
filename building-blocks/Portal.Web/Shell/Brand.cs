using Portal.Modularity;

namespace Portal.Web.Shell;

/// <summary>How the portal presents itself to a company's people. What is empty is the product's own.</summary>
/// <param name="Accent"><c>#1a6b3c</c>, checked for contrast with white when it was set.</param>
/// <param name="Logo">A PNG.</param>
/// <param name="Version">Grows with each change, so that browsers may keep what they have.</param>
public sealed record Brand(string Name, string Accent, byte[]? Logo, int Version)
{
    public static Brand None { get; } = new("", "", null, 0);

    public bool IsOwn => Name.Length > 0 || Accent.Length > 0 || Logo is not null;
}

/// <summary>The brands, in memory; offered by the module that keeps the settings. Without one the product looks like itself.</summary>
public interface IBrands
{
    /// <param name="company">The company whose people look; null: the platform's own.</param>
    Brand Of(CompanyId? company);
}
