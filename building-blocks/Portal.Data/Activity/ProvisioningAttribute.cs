namespace Portal.Data.Activity;

/// <summary>
/// On a company's row whose coming, going and changes of state are recent activity: <c>[Provisioning("Employee", Name = nameof(Username),
/// State = nameof(Status))]</c>. A property <c>SiteId</c> says at which site.
/// </summary>
/// <param name="thing">What it is, in English: "Employee".</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ProvisioningAttribute(string thing) : Attribute
{
    public string Thing { get; } = thing;

    /// <summary>The property that names the row; several, separated by commas, are joined.</summary>
    public required string Name { get; init; }

    /// <summary>The property whose change is worth telling with its new value; null: there is none.</summary>
    public string? State { get; init; }

    /// <summary>Properties, separated by commas, of which a change is told too; null: none. What people set within features is none of it.</summary>
    public string? Changes { get; init; }
}
