using System.Globalization;
using Portal.Numbering;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Domain.Numbers;
using Portal.Web;

namespace Portal.Tenancy.Pages.Numbers;

/// <summary>Numbers in the words of the people who look at them.</summary>
internal static class NumberWords
{
    public static Status Of(NumberState state) => state switch
    {
        NumberState.Free => new(Tone.Neutral, T("Free"), "circle-dot"),
        NumberState.Assigned => new(Tone.Good, T("Assigned")),
        NumberState.Ordered => new(Tone.Warning, T("Pending: ordered"), "hourglass"),
        NumberState.Porting => new(Tone.Warning, T("Pending: being ported"), "hourglass"),
        _ => new(Tone.Neutral, T("Released")),
    };

    public static string Of(NumberKind kind) => kind switch
    {
        NumberKind.FixedLine => T("Fixed line"),
        NumberKind.Mobile => T("Mobile"),
        NumberKind.FixedLineOrMobile => T("Fixed line or mobile"),
        NumberKind.TollFree => T("Toll-free"),
        NumberKind.PremiumRate => T("Premium rate"),
        NumberKind.SharedCost => T("Shared cost"),
        NumberKind.Voip => T("Internet telephony"),
        NumberKind.PersonalNumber => T("Personal number"),
        NumberKind.Pager => T("Pager"),
        NumberKind.UniversalAccess => T("Nationwide company number"),
        NumberKind.Voicemail => T("Voicemail"),
        _ => T("Not in the numbering plan"),
    };

    /// <summary>One line of a history, without who and when.</summary>
    public static string Of(NumberEvent line) => line.Happening switch
    {
        NumberHappening.Added => T("Added to the company"),
        NumberHappening.Assigned => T($"Assigned to {line.About}"),
        NumberHappening.ReturnedToPool => T($"Taken back from {line.About}"),
        NumberHappening.MovedToSite => T($"Moved to the pool of {line.About}"),
        NumberHappening.MovedToCompany => T("Moved to the company's pool"),
        NumberHappening.Swapped => T($"Swapped: leads to {line.About} now"),
        NumberHappening.MadePrimary => T("Made the primary number"),
        NumberHappening.PutIntoService => T("Put into service"),
        NumberHappening.TermsChanged => T("Price or billing changed"),
        NumberHappening.Released => T("Released to the platform"),
        _ => line.Happening.ToString(),
    };

    public static string Money(long? hundredths, string currency) =>
        hundredths is { } price ? (price / 100m).ToString("N2", CultureInfo.CurrentCulture) + " " + currency : "–";
}
