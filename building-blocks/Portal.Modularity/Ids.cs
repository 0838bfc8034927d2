using System.ComponentModel;

namespace Portal.Modularity;

/// <summary>A typed key, so that one kind of thing cannot be passed where another is meant. Stored as a UUID.</summary>
public interface IId<TSelf> where TSelf : struct, IId<TSelf>
{
    Guid Value { get; }

    static abstract TSelf From(Guid value);
}

/// <summary>A company (customer). Lives here because isolation by company is the concern of every module.</summary>
[TypeConverter(typeof(IdTypeConverter<CompanyId>))]
public readonly record struct CompanyId(Guid Value) : IId<CompanyId>
{
    public static CompanyId From(Guid value) => new(value);
    public static CompanyId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

/// <summary>A site of a company: a top-level employee group with an address.</summary>
[TypeConverter(typeof(IdTypeConverter<SiteId>))]
public readonly record struct SiteId(Guid Value) : IId<SiteId>
{
    public static SiteId From(Guid value) => new(value);
    public static SiteId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

/// <summary>
/// A group of employees, of any level. A site is a top-level group: its group has the site's own key, so one may be
/// asked for by the other.
/// </summary>
[TypeConverter(typeof(IdTypeConverter<GroupId>))]
public readonly record struct GroupId(Guid Value) : IId<GroupId>
{
    public static GroupId From(Guid value) => new(value);
    public static GroupId New() => new(Guid.CreateVersion7());
    public static GroupId Of(SiteId site) => new(site.Value);
    public override string ToString() => Value.ToString();
}

/// <summary>A partner: a reseller who looks after several companies.</summary>
[TypeConverter(typeof(IdTypeConverter<PartnerId>))]
public readonly record struct PartnerId(Guid Value) : IId<PartnerId>
{
    public static PartnerId From(Guid value) => new(value);
    public static PartnerId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

/// <summary>Somebody at a company whom the provider deals with; a login, where they have one, is a record of its own.</summary>
[TypeConverter(typeof(IdTypeConverter<ContactId>))]
public readonly record struct ContactId(Guid Value) : IId<ContactId>
{
    public static ContactId From(Guid value) => new(value);
    public static ContactId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

/// <summary>An employee of a company.</summary>
[TypeConverter(typeof(IdTypeConverter<EmployeeId>))]
public readonly record struct EmployeeId(Guid Value) : IId<EmployeeId>
{
    public static EmployeeId From(Guid value) => new(value);
    public static EmployeeId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

/// <summary>Someone who may sign in to the portal. An employee's login and the employee are two records.</summary>
[TypeConverter(typeof(IdTypeConverter<UserId>))]
public readonly record struct UserId(Guid Value) : IId<UserId>
{
    public static UserId From(Guid value) => new(value);
    public static UserId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

/// <summary>Lets MVC bind typed ids from route values and form fields; anything that is not a UUID is a binding error.</summary>
public sealed class IdTypeConverter<TId> : TypeConverter where TId : struct, IId<TId>
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) =>
        sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

    public override object? ConvertFrom(ITypeDescriptorContext? context, System.Globalization.CultureInfo? culture, object value) =>
        value is string text
            ? Guid.TryParse(text, out var id) ? TId.From(id) : throw new FormatException("Not an id.")
            : base.ConvertFrom(context, culture, value);
}
