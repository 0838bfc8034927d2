namespace Portal.Data.Audit;

/// <summary>
/// On a row that belongs to another object, by the property that holds that object's key: its changes stand in that object's history
/// too. Of several properties the first that has a value counts.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PartOfAttribute(params string[] properties) : Attribute
{
    public IReadOnlyList<string> Properties { get; } = properties;
}

/// <summary>On a property that the provider keeps for itself, such as private notes: the history leaves it out for the customer.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ProviderOnlyAttribute : Attribute;
