using System.Collections.Concurrent;
using Portal.Extensions.Contracts;
using Portal.Modularity;
using Portal.Numbering;
using Portal.Tenancy.Contracts;

namespace Portal.Telephony.Tests.Rig;

/// <summary>The public numbers, as the Tenancy module would give them; both companies are in the United Kingdom.</summary>
internal sealed class Numbers : INumberDirectory
{
    private readonly ConcurrentDictionary<string, NumberSummary> _numbers = new();

    public void Give(string e164, DirectoryEntry owner, bool primary = true) =>
        Put(e164, owner.Company, NumberState.Assigned, NumberOwner.Of(owner.Employee), primary);

    public void Put(string e164, CompanyId company, NumberState state, NumberOwner? owner = null, bool primary = false) =>
        _numbers[e164] = new NumberSummary(NumberId.New(), E164Number.From(e164)!.Value, company, null, state, owner, primary);

    public NumberSummary? Find(string e164) => _numbers.GetValueOrDefault(e164);

    public string? PrimaryOf(NumberOwner owner) => _numbers.Values.FirstOrDefault(n => n.IsPrimary && n.Owner == owner)?.E164.Value;

    public string? CountryOf(CompanyId company) => "GB";
}
