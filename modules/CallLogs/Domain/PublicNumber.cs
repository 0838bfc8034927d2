using Portal.Numbering;

namespace Portal.CallLogs.Domain;

/// <summary>Public numbers of a call in E.164: the same however they were dialled.</summary>
internal static class PublicNumber
{
    /// <summary>Null for extensions, service codes and whatever else is in no country's numbering plan.</summary>
    public static string? Of(string number, string? country) =>
        PhoneNumber.Read(number, country).Number is { IsValid: true, E164: { } e164 } ? e164.Value : null;

    /// <summary>As readers in this country write it; what is no public number stays as it was dialled.</summary>
    public static string Shown(string? e164, string asDialled, string? country) => e164 is null ? asDialled : PhoneNumber.Write(e164, country);
}
