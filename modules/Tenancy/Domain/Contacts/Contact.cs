using Portal.Data.Activity;
using Portal.Data.Audit;
using Portal.Data.Isolation;
using Portal.Modularity;
using Portal.Tenancy.Contracts;

namespace Portal.Tenancy.Domain.Contacts;

/// <summary>Somebody at a customer whom the provider deals with (TE6). A company has as many as it wants.</summary>
[PartOf(nameof(CompanyId))]
[Provisioning("Contact", Name = nameof(Name))]
internal sealed class Contact : ICompanyOwned, IVersioned
{
    public ContactId Id { get; init; } = ContactId.New();

    public CompanyId CompanyId { get; init; }

    public string Name { get; private set; } = "";

    public string Email { get; private set; } = "";

    /// <summary>The address in lower case: one contact of a company each.</summary>
    public string EmailKey { get; private set; } = "";

    /// <summary>For information only: "Billing", "Technical".</summary>
    public string Type { get; private set; } = "";

    public string Phone { get; private set; } = "";

    public string Mobile { get; private set; } = "";

    /// <summary>The company reads these too.</summary>
    public string PublicNotes { get; private set; } = "";

    [ProviderOnly]
    public string PrivateNotes { get; private set; } = "";

    public bool EmailVerified { get; private set; }

    public bool MobileVerified { get; private set; }

    /// <summary>Name, address and numbers in lower case: what lists and the live search look through.</summary>
    public string Search { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public int Version { get; set; }

    /// <param name="privateNotes">Null leaves them as they are: who changes the contact does not see them.</param>
    public void Apply(ContactDetails details, string? privateNotes)
    {
        // Another address or number has not been verified by anybody.
        EmailVerified = details.EmailVerified && (Version == 0 || EmailVerified || string.Equals(Email, details.Email, StringComparison.OrdinalIgnoreCase));
        MobileVerified = details.MobileVerified && (Version == 0 || MobileVerified || Mobile == details.Mobile);
        (Name, Email, Type, Phone, Mobile, PublicNotes) = (details.Name, details.Email, details.Type, details.Phone, details.Mobile, details.PublicNotes);
        PrivateNotes = privateNotes ?? PrivateNotes;
        EmailKey = Email.ToLowerInvariant();
        Search = SearchText.Of(Name, Email, Phone, Mobile);
    }

    public ContactSummary ToSummary() => new(Id, CompanyId, Name, Email);
}
