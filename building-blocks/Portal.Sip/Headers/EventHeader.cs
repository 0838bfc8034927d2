using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Portal.Sip;

/// <summary>An Event header (RFC 6665 §8.2.1): the package with its templates, such as <c>dialog</c> or <c>presence.winfo</c>, and the id that tells two subscriptions of one dialog apart.</summary>
public sealed record EventHeader(string Package, string? Id = null)
{
    /// <summary>That of a message; null when absent or malformed.</summary>
    public static EventHeader? Of(SipMessage message) =>
        message.Headers.TryGet(SipHeaderName.Event, out var line) && TryParse(line, out var value) ? value : null;

    internal static bool TryParse(ReadOnlySpan<byte> text, [NotNullWhen(true)] out EventHeader? value)
    {
        value = null;
        var reader = new SipReader(Ascii.Trim(text));
        if (!reader.TryRun(CharacterSets.Token, out var package) || !reader.TryParameters(out var parameters) || !reader.AtEnd) return false;
        value = new EventHeader(Encoding.ASCII.GetString(package).ToLowerInvariant(), parameters["id"]);
        return true;
    }

    public override string ToString() => Id is null ? Package : $"{Package};id={Id}";
}

/// <summary>The states of a subscription (RFC 6665 §4.1.3).</summary>
public enum SubscriptionStateKind { Active, Pending, Terminated }

/// <summary>A Subscription-State header (RFC 6665 §8.2.3).</summary>
/// <param name="Expires">What is left of the subscription; null when not said or when it has ended.</param>
/// <param name="Reason">Why it ended: <c>deactivated</c>, <c>probation</c>, <c>rejected</c>, <c>timeout</c>, <c>giveup</c>, <c>noresource</c>, <c>invariant</c>.</param>
/// <param name="RetryAfter">When to subscribe again, with probation and giveup.</param>
public sealed record SubscriptionState(SubscriptionStateKind Kind, TimeSpan? Expires = null, string? Reason = null, TimeSpan? RetryAfter = null)
{
    /// <summary>That of a message; null when absent or malformed. An unknown state counts as active, as §4.1.3 asks for unknown extensions.</summary>
    public static SubscriptionState? Of(SipMessage message)
    {
        if (!message.Headers.TryGet(SipHeaderName.SubscriptionState, out var line)) return null;
        var reader = new SipReader(Ascii.Trim(line));
        if (!reader.TryRun(CharacterSets.Token, out var state) || !reader.TryParameters(out var parameters) || !reader.AtEnd) return null;
        var kind = Ascii.EqualsIgnoreCase(state, "terminated") ? SubscriptionStateKind.Terminated
            : Ascii.EqualsIgnoreCase(state, "pending") ? SubscriptionStateKind.Pending
            : SubscriptionStateKind.Active;
        return new SubscriptionState(kind, Seconds(parameters["expires"]), parameters["reason"]?.ToLowerInvariant(), Seconds(parameters["retry-after"]));
    }

    private static TimeSpan? Seconds(string? text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;

    public override string ToString()
    {
        var text = new StringBuilder(Kind switch { SubscriptionStateKind.Pending => "pending", SubscriptionStateKind.Terminated => "terminated", _ => "active" });
        if (Expires is { } expires && Kind != SubscriptionStateKind.Terminated) text.Append(CultureInfo.InvariantCulture, $";expires={(long)expires.TotalSeconds}");
        if (Reason is not null) text.Append(";reason=").Append(Reason);
        if (RetryAfter is { } retry) text.Append(CultureInfo.InvariantCulture, $";retry-after={(long)retry.TotalSeconds}");
        return text.ToString();
    }
}
