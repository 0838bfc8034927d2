using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using MediatR;
using Portal.Extensions.Contracts;
using Portal.Forwarding;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;

namespace Portal.Forwarding.Tests;

/// <summary>The people of two companies, as Extensions and Tenancy would answer for them.</summary>
internal sealed class Colleagues : IExtensionDirectory
{
    public const string Acme = "acme.localhost";
    public const string Beta = "beta.localhost";

    private readonly ConcurrentDictionary<EmployeeId, DirectoryEntry> _entries = new();
    private int _last = 3000;

    public CompanyId AcmeId { get; } = CompanyId.New();

    public CompanyId BetaId { get; } = CompanyId.New();

    public SiteId London { get; } = SiteId.New();

    public SiteId Leeds { get; } = SiteId.New();

    public Grant Anna => new(Role.CompanyAdmin, AcmeId);

    public Grant Bella => new(Role.CompanyAdmin, BetaId);

    public Grant GaryOfLeeds => new(Role.GroupAdmin, AcmeId, Leeds);

    public static Grant Self(DirectoryEntry entry) => new(Role.Employee, entry.Company, entry.Site, entry.Employee);

    /// <summary>Somebody new with an extension of their own.</summary>
    public DirectoryEntry Add(string name, string domain = Acme, SiteId? site = null, bool mayReceive = true)
    {
        var number = Interlocked.Increment(ref _last).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var entry = new DirectoryEntry(
            EmployeeId.New(), domain == Acme ? AcmeId : BetaId, site ?? London, number, domain, name, MayCall: true, mayReceive);
        return _entries[entry.Employee] = entry;
    }

    public static string PasswordOf(DirectoryEntry entry) => "sip-" + entry.Number;

    public SipAccount? FindAccount(string user, string domain) =>
        FindExtension(domain, user) is { } entry ? new SipAccount(entry, Ha1(MD5.HashData, entry), Ha1(SHA256.HashData, entry)) : null;

    private static string Ha1(Func<byte[], byte[]> hash, DirectoryEntry entry) =>
        Convert.ToHexStringLower(hash(Encoding.UTF8.GetBytes($"{entry.Number}:{entry.Domain}:{PasswordOf(entry)}")));

    public DirectoryEntry? FindExtension(string domain, string number) => _entries.Values.FirstOrDefault(e => e.Domain == domain && e.Number == number);

    public DirectoryEntry? Find(EmployeeId employee) => _entries.GetValueOrDefault(employee);

    public bool KnowsDomain(string domain) => domain is Acme or Beta;
}

internal sealed class ColleaguesAnswer(Colleagues colleagues, IAccess access) :
    IRequestHandler<FindEmployee, EmployeeSummary?>, IRequestHandler<FindSite, SiteSummary?>
{
    public Task<EmployeeSummary?> Handle(FindEmployee request, CancellationToken cancellationToken)
    {
        var found = colleagues.Find(request.Id);
        if (found is null || !access.Allows(ForwardingModule.ViewKey, new ObjectScope(found.Company, found.Site, found.Employee)))
        {
            return Task.FromResult<EmployeeSummary?>(null);
        }

        var names = found.DisplayName.Split(' ', 2);
        return Task.FromResult<EmployeeSummary?>(new EmployeeSummary(
            found.Employee, found.Company, found.Site, names[0].ToLowerInvariant(), names[0], names[1], found.Number, EmployeeStatus.Activated));
    }

    public Task<SiteSummary?> Handle(FindSite request, CancellationToken cancellationToken) => Task.FromResult<SiteSummary?>(null);
}
