using Portal.Extensions.Contracts;
using Portal.Modularity;
using Portal.Telephony.Contracts;
using Portal.Tenancy.Contracts;

namespace Portal.Telephony.Calls;

/// <summary>How the two ends of a call are shown to each other: by extension and name inside a company, by public number outside.</summary>
internal sealed class CallerPresentation(INumberDirectory numbers)
{
    /// <summary>The caller as telephones of this company see them; null: not at all, for want of a public number.</summary>
    public CallParty? Of(Call call, CompanyId viewer) => viewer == call.Company ? call.Caller
        : call.Caller.Employee is { } employee && numbers.PrimaryOf(NumberOwner.Of(employee)) is { } number ? Outside(number)
        : null;

    /// <summary>Who answered, as the caller's telephone sees them: inside another company nobody but the number that was dialled.</summary>
    public static CallParty AnsweredBy(Call call, DirectoryEntry owner, CallParty party) =>
        owner.Company == call.Company ? party : Outside(call.DialledE164 ?? call.Dialled);

    /// <summary>Somebody of whom only the number is known.</summary>
    public static CallParty Outside(string number) => new(number, "", null, null);
}
