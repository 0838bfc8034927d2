using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Portal.Sip;

/// <summary>One value of a Diversion header (RFC 5806): who sent the call on, why and how often.</summary>
/// <param name="Reason"><c>unconditional</c>, <c>user-busy</c>, <c>no-answer</c>, <c>unavailable</c>, <c>do-not-disturb</c>, …; null when not said.</param>
/// <param name="Counter">Diversions so far by this party; 1 when not said (§9.1).</param>
public sealed record DiversionEntry(NameAddr Party, string? Reason = null, int Counter = 1)
{
    /// <summary>All values of a message, the newest diversion first.</summary>
    public static IReadOnlyList<DiversionEntry> Of(SipMessage message) =>
        [.. message.Headers.Values(SipHeaderName.Diversion).Select(Read).OfType<DiversionEntry>()];

    private static DiversionEntry? Read(string text) => NameAddr.TryParse(text, out var party)
        ? new DiversionEntry(party.With(SipParameters.Empty), party.Parameters["reason"],
            int.TryParse(party.Parameters["counter"], NumberStyles.None, CultureInfo.InvariantCulture, out var counter) ? counter : 1)
        : null;

    public override string ToString()
    {
        var parameters = SipParameters.Empty;
        if (Reason is not null) parameters = parameters.With("reason", Reason);
        if (Counter != 1) parameters = parameters.With("counter", Counter.ToString(CultureInfo.InvariantCulture));
        return Party.With(parameters).ToString();
    }
}

/// <summary>One value of a History-Info header (RFC 7044 §9): a target the request has had.</summary>
/// <param name="Index">Its place in the tree of targets: <c>1</c>, <c>1.1</c>, <c>1.2.1</c>.</param>
/// <param name="Changed">How it came from another entry: parameter <c>rc</c>, <c>mp</c> or <c>np</c>, and that entry's index; null for the first.</param>
public sealed record HistoryEntry(NameAddr Target, string Index, (string Kind, string From)? Changed = null)
{
    private static readonly string[] Kinds = ["rc", "mp", "np"];

    /// <summary>Why the target was left, from the Reason inside its URI (§9.4); null when not said.</summary>
    public string? Reason => (Target.Uri.Headers ?? "").Split('&')
        .Where(h => h.StartsWith("Reason=", StringComparison.OrdinalIgnoreCase)).Select(h => SipUriEscaping.Unescape(h["Reason=".Length..])).FirstOrDefault();

    /// <summary>All entries of a message in the order of the header.</summary>
    public static IReadOnlyList<HistoryEntry> Of(SipMessage message) =>
        [.. message.Headers.Values(SipHeaderName.HistoryInfo).Select(v => TryParse(v, out var entry) ? entry : null).OfType<HistoryEntry>()];

    public static bool TryParse(string text, [NotNullWhen(true)] out HistoryEntry? entry)
    {
        entry = null;
        if (!NameAddr.TryParse(text, out var target) || target.Parameters["index"] is not { Length: > 0 } index) return false;
        var kind = Kinds.FirstOrDefault(target.Parameters.Contains);
        entry = new HistoryEntry(target.With(target.Parameters.Without("index").Without("rc").Without("mp").Without("np")), index,
            kind is null ? null : (kind, target.Parameters[kind] ?? ""));
        return true;
    }

    public override string ToString()
    {
        var parameters = Target.Parameters.With("index", Index);
        if (Changed is { } changed) parameters = parameters.With(changed.Kind, changed.From);
        return Target.With(parameters).ToString();
    }
}
