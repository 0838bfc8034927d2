using System.ComponentModel;
using MediatR;
using Portal.Modularity;
using Portal.Numbering;

namespace Portal.Tenancy.Contracts;

/// <summary>A public telephone number (DDI) that the provider has given to a company.</summary>
[TypeConverter(typeof(IdTypeConverter<NumberId>))]
public readonly record struct NumberId(Guid Value) : IId<NumberId>
{
    public static NumberId From(Guid value) => new(value);
    public static NumberId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

/// <summary>What a number is at the moment (TE9).</summary>
public enum NumberState
{
    /// <summary>In the pool of the company, or of one of its sites.</summary>
    Free,

    /// <summary>Somebody has it: calls arrive there.</summary>
    Assigned,

    /// <summary>Pending: ordered from the carrier, not yet in service.</summary>
    Ordered,

    /// <summary>Pending: still with another provider.</summary>
    Porting,

    /// <summary>Given back; nobody may have it until its quarantine is over.</summary>
    Released,
}

/// <summary>Whom a number leads to.</summary>
public enum NumberOwnerKind
{
    None,
    Employee,
    Group,
}

/// <summary>Whom a number leads to. <see cref="Id"/> is an <see cref="EmployeeId"/> or a <see cref="GroupId"/>, as the kind says.</summary>
public sealed record NumberOwner(NumberOwnerKind Kind, Guid Id)
{
    public static NumberOwner Of(EmployeeId employee) => new(NumberOwnerKind.Employee, employee.Value);

    public static NumberOwner Of(GroupId group) => new(NumberOwnerKind.Group, group.Value);

    public EmployeeId? Employee => Kind == NumberOwnerKind.Employee ? new EmployeeId(Id) : null;

    public GroupId? Group => Kind == NumberOwnerKind.Group ? new GroupId(Id) : null;
}

/// <summary>What other modules need to know of a number.</summary>
/// <param name="Site">The site in whose pool it is; null: the company's.</param>
/// <param name="IsPrimary">The one that is shown when its owner calls somebody outside.</param>
public sealed record NumberSummary(
    NumberId Id, E164Number E164, CompanyId Company, SiteId? Site, NumberState State, NumberOwner? Owner, bool IsPrimary);

/// <summary>The number within the asker's reach, or null.</summary>
public sealed record FindNumber(E164Number E164) : IRequest<NumberSummary?>;

/// <summary>The numbers that lead to this owner, the primary one first.</summary>
public sealed record NumbersOf(NumberOwner Owner) : IRequest<IReadOnlyList<NumberSummary>>;

/// <summary>A number was given to somebody; published inside the transaction of the change.</summary>
public sealed record NumberAssigned(NumberSummary Number) : INotification;

/// <summary>A number no longer leads to <paramref name="Before"/>; published inside the transaction of the change.</summary>
public sealed record NumberUnassigned(NumberSummary Number, NumberOwner Before) : INotification;

/// <summary>
/// All numbers of the platform in memory, for the switch: it never waits for the database. Follows each committed change.
/// </summary>
public interface INumberDirectory
{
    /// <summary>Who has the number; null for one that no company of this platform has.</summary>
    NumberSummary? Find(string e164);

    /// <summary>The number that this owner is known by outside the company; null when it has none.</summary>
    string? PrimaryOf(NumberOwner owner);

    /// <summary>ISO 3166-1 alpha-2: national numbers dialled in this company are read by it; null for an unknown company.</summary>
    string? CountryOf(CompanyId company);
}
