using Portal.Extensions.Contracts;
using Portal.Numbering;
using Portal.Telephony.Contracts;
using Portal.Telephony.Routing;
using Portal.Tenancy.Contracts;

namespace Portal.Telephony.Treatments;

/// <summary>
/// From a public number, however it was dialled, to whoever has it: in the caller's company or, on the platform's own net, in another.
/// Asked after the extensions, so that a short number inside the company stays one.
/// </summary>
/// <param name="places">Knows how the caller's site dials; without it, numbers are read by the company's country alone.</param>
internal sealed class ResolveNumber(INumberDirectory numbers, IExtensionDirectory directory, ISitePlaces? places = null) : ICallTreatment
{
    public Verdict? Treat(Call call)
    {
        if (call.Called is not null || Read(call) is not { } number)
        {
            return null;
        }

        var e164 = number.E164.Value;
        return number switch
        {
            { State: NumberState.Ordered or NumberState.Porting } => NotInService(Kept($"The number {e164} is pending: it is not in service yet.")),
            { State: not NumberState.Assigned } or { Owner: null } => NotInService(Kept($"The number {e164} is assigned to nobody.")),
            { Owner.Employee: { } employee } => directory.Find(employee) is { } entry
                ? Found(call, e164, entry)
                : NotInService(Kept($"The number {e164} belongs to somebody who has no extension.")),
            _ => new Verdict.Continue(Kept($"{e164} is the number of a group.")) { E164 = e164 },
        };
    }

    /// <summary>What the caller's site means by the number: with or without the digit for an outside line, with or without its area code.</summary>
    private NumberSummary? Read(Call call)
    {
        var dial = call.Caller.Site is { } site ? places?.DialContextOf(site) : null;
        var country = dial?.Country ?? numbers.CountryOf(call.TargetCompany);
        List<string> meant = [call.Target];
        if (dial is { OutsidePrefix.Length: > 0 } && call.Target.StartsWith(dial.OutsidePrefix, StringComparison.Ordinal))
        {
            meant.Insert(0, call.Target[dial.OutsidePrefix.Length..]);
        }

        if (dial is { AreaCode.Length: > 0 })
        {
            meant.AddRange(meant.ToArray().Where(n => n.Length > 0 && n[0] is not ('+' or '0')).Select(n => dial.AreaCode + n));
        }

        return meant.Select(text => PhoneNumber.Read(text, country, NumberCheck.Readable).Number is { } dialled ? numbers.Find(dialled.Full) : null).FirstOrDefault(n => n is not null);
    }

    // What another company's people are called is not for the caller's call log.
    private static Verdict.Continue Found(Call call, string e164, DirectoryEntry entry) => entry.Company == call.TargetCompany
        ? new(Kept($"{e164} belongs to {entry.DisplayName}.")) { Called = entry.ToParty(), E164 = e164 }
        : new(Kept($"{e164} is a number of another company on this platform.")) { Called = entry.ToParty(), E164 = e164, Elsewhere = (entry.Company, entry.Domain) };

    private static Verdict.Refuse NotInService(string reason) => new(404, "Not Found", reason);
}
