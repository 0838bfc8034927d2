using Portal.Modularity;

namespace Portal.Extensions.Contracts;

/// <summary>
/// Who can be called and who may register, in memory: the switch reads it on every message and never waits for the database.
/// Rebuilt after each committed change of an employee or a company.
/// </summary>
public interface IExtensionDirectory
{
    /// <summary>The SIP account of <c>user@domain</c>; null when there is none. Domain case is ignored (RFC 3261 19.1.4).</summary>
    SipAccount? FindAccount(string user, string domain);

    /// <summary>The extension that answers this number inside a company's domain; null when nobody has it.</summary>
    DirectoryEntry? FindExtension(string domain, string number);

    DirectoryEntry? Find(EmployeeId employee);

    /// <summary>True when some company uses this SIP domain: it is a realm we know.</summary>
    bool KnowsDomain(string domain);
}

/// <summary>An extension as the switch sees it.</summary>
public sealed record DirectoryEntry(
    EmployeeId Employee, CompanyId Company, SiteId Site, string Number, string Domain, string DisplayName,
    bool MayCall, bool MayReceive)
{
    /// <summary>The address of record: <c>2001@acme.localhost</c>.</summary>
    public string Aor => Number + "@" + Domain;
}

/// <summary>Digest credentials of an extension: HA1 per algorithm (RFC 7616 3.4.2), lower-case hex. Never logged.</summary>
public sealed record SipAccount(DirectoryEntry Extension, string Ha1Md5, string Ha1Sha256)
{
    public override string ToString() => Extension.Aor;
}
