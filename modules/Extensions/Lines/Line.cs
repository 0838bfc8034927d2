using System.Security.Cryptography;
using System.Text;
using Portal.Extensions.Contracts;
using Portal.Extensions.Data;
using Portal.Extensions.Domain;
using Portal.Modularity;
using Portal.Tenancy.Contracts;

namespace Portal.Extensions.Lines;

/// <summary>What the directory keeps of an employee, as committed.</summary>
internal sealed record LineRow(
    EmployeeId Employee, CompanyId Company, SiteId Site, string Number, string Name, EmployeeStatus Status, byte[] Secret, int Version)
{
    public static LineRow Of(Employee e) => new(e.Id, e.CompanyId, e.SiteId, e.Extension, e.FullName, e.Status, e.SipSecret, e.Version);
}

/// <summary>An extension in the directory. The digest credentials are made when a phone first asks for them, and kept.</summary>
internal sealed class Line(LineRow row, CompanySummary company)
{
    private SipAccount? _account;
    private bool _unreadable;

    public LineRow Row { get; } = row;

    public DirectoryEntry Entry { get; } = new(
        row.Employee, row.Company, row.Site, row.Number, company.SipDomain, row.Name,
        MayCall: company.MayCall && row.Status is EmployeeStatus.Pending or EmployeeStatus.Activated,
        MayReceive: company.MayCall && row.Status is EmployeeStatus.Activated);

    /// <summary>Null, and <paramref name="failure"/> once, when the secret can no longer be decrypted.</summary>
    public SipAccount? Account(SipSecrets secrets, out CryptographicException? failure)
    {
        failure = null;
        if (_account is not null || _unreadable)
        {
            return _account;
        }

        try
        {
            // Two threads may do this at the same time; both get the same result.
            return _account = Credentials(secrets.Reveal(Row.Secret));
        }
        catch (CryptographicException e)
        {
            (_unreadable, failure) = (true, e);
            return null;
        }
    }

    // RFC 7616 3.4.2: A1 = user ":" realm ":" password. MD5 is what most phones still answer with, not a choice of ours.
    private SipAccount Credentials(string password)
    {
        var a1 = Encoding.UTF8.GetBytes($"{Entry.Number}:{Entry.Domain}:{password}");
#pragma warning disable CA5351
        return new SipAccount(Entry, Convert.ToHexStringLower(MD5.HashData(a1)), Convert.ToHexStringLower(SHA256.HashData(a1)));
#pragma warning restore CA5351
    }
}
