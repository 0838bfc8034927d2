using Portal.Data.Audit;
using Portal.Modularity;

namespace Portal.Identity.Domain.Credentials;

/// <summary>What a company demands of everyone who signs in. Read before anybody has signed in, so it stands above companies.</summary>
internal sealed class SignInRules : IAuditedFor
{
    public CompanyId Id { get; init; }

    /// <summary>Authentication takes a second step: a code by mail or from an app, or a passkey.</summary>
    public bool SecondStep { get; set; }

    CompanyId? IAuditedFor.AuditCompany => Id;
}
