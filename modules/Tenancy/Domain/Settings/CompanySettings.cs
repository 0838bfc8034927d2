using Portal.Data.Isolation;
using Portal.Modularity;

namespace Portal.Tenancy.Domain.Settings;

/// <summary>What a company sets for its own people (TE16): what is empty is as the platform has it.</summary>
internal sealed class CompanySettings : ICompanyOwned, IVersioned
{
    public CompanyId CompanyId { get; init; }

    public string ProductName { get; set; } = "";

    public string Accent { get; set; } = "";

    public byte[]? Logo { get; set; }

    public string MailName { get; set; } = "";

    public string MailAddress { get; set; } = "";

    public int Version { get; set; }
}
