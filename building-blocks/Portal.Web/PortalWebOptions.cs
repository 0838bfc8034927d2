namespace Portal.Web;

/// <summary>Settings of the shell, section <c>Portal</c>.</summary>
public sealed class PortalWebOptions
{
    /// <summary>The product's name in the top bar and the browser's title.</summary>
    public string Name { get; set; } = "Portal";
}
