using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Portal.Extensions.Contracts;
using Portal.Modularity;

namespace Portal.Telephony.Tests.Rig;

/// <summary>The directory of two companies, as the Extensions module would give it.</summary>
internal sealed class People : IExtensionDirectory
{
    public const string Acme = "acme.localhost";
    public const string Beta = "beta.localhost";

    private static readonly CompanyId AcmeId = CompanyId.New();
    private static readonly CompanyId BetaId = CompanyId.New();

    private readonly ConcurrentDictionary<EmployeeId, DirectoryEntry> _entries = new();

    public People()
    {
        John = Add("2001", "John Smith", Acme, AcmeId);
        Jane = Add("2002", "Jane Jones", Acme, AcmeId);
        Mary = Add("2003", "Mary Miller", Acme, AcmeId);
        Bella = Add("2001", "Bella Baker", Beta, BetaId);
    }

    public DirectoryEntry John { get; }

    public DirectoryEntry Jane { get; }

    public DirectoryEntry Mary { get; }

    public DirectoryEntry Bella { get; }

    public static string PasswordOf(DirectoryEntry entry) => "sip-" + entry.Number;

    public DirectoryEntry Add(string number, string name, string domain) => Add(number, name, domain, domain == Acme ? AcmeId : BetaId);

    public void Replace(DirectoryEntry entry) => _entries[entry.Employee] = entry;

    public SipAccount? FindAccount(string user, string domain) =>
        FindExtension(domain, user) is { } entry
            ? new SipAccount(entry, Ha1(MD5.HashData, entry), Ha1(SHA256.HashData, entry))
            : null;

    public DirectoryEntry? FindExtension(string domain, string number) =>
        _entries.Values.FirstOrDefault(e => e.Number == number && e.Domain.Equals(domain, StringComparison.OrdinalIgnoreCase));

    public DirectoryEntry? Find(EmployeeId employee) => _entries.GetValueOrDefault(employee);

    public bool KnowsDomain(string domain) => _entries.Values.Any(e => e.Domain.Equals(domain, StringComparison.OrdinalIgnoreCase));

    private static string Ha1(Func<byte[], byte[]> hash, DirectoryEntry entry) =>
        Convert.ToHexStringLower(hash(Encoding.UTF8.GetBytes($"{entry.Number}:{entry.Domain}:{PasswordOf(entry)}")));

    private DirectoryEntry Add(string number, string name, string domain, CompanyId company)
    {
        var entry = new DirectoryEntry(EmployeeId.New(), company, SiteId.New(), number, domain, name, MayCall: true, MayReceive: true);
        _entries[entry.Employee] = entry;
        return entry;
    }
}
