using Portal.Data.Activity;
using Portal.Data.Isolation;
using Portal.Modularity;

namespace Portal.Tenancy.Domain.Groups;

/// <summary>
/// A group of employees below the top, or at it (TE4). Sites are groups too, but have no row here: the tree takes them from
/// their own table, so that nothing has to be kept in step.
/// </summary>
[Provisioning("Group", Name = nameof(Name), Changes = nameof(Under))]
internal sealed class Group : ICompanyOwned, IVersioned
{
    /// <summary>How deep the tree may be. Reaching and drawing it stays cheap, and nobody has found a use for more.</summary>
    public const int DeepestLevel = 10;

    public const int MostInCompany = 20_000;

    public const int LongestName = 80;

    public GroupId Id { get; init; } = GroupId.New();

    public CompanyId CompanyId { get; init; }

    /// <summary>The group or site above; all zeros at the top, so that names are unique there by the same index.</summary>
    public GroupId Under { get; private set; }

    /// <summary>Fixed once the group exists.</summary>
    public required string Name { get; init; }

    /// <summary>The name in lower case: unique among the groups of one level.</summary>
    public required string NameKey { get; init; }

    public string ContactFirstName { get; private set; } = "";

    public string ContactLastName { get; private set; } = "";

    public string ContactEmail { get; private set; } = "";

    public string ContactPhone { get; private set; } = "";

    public string Address { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public int Version { get; set; }

    public GroupId? ParentId => Under == default ? null : Under;

    public static Group Create(CompanyId company, GroupId? under, string name, DateTimeOffset now) =>
        new() { CompanyId = company, Under = under ?? default, Name = name, NameKey = name.ToLowerInvariant(), CreatedAt = now };

    public void MoveUnder(GroupId? parent) => Under = parent ?? default;

    public void Apply(GroupProfile profile) =>
        (ContactFirstName, ContactLastName, ContactEmail, ContactPhone, Address) =
            (profile.ContactFirstName, profile.ContactLastName, profile.ContactEmail, profile.ContactPhone, profile.Address);

    public GroupProfile Profile => new(ContactFirstName, ContactLastName, ContactEmail, ContactPhone, Address);
}
