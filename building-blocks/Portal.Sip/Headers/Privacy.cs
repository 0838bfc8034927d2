namespace Portal.Sip;

/// <summary>What a Privacy header asks for (RFC 3323 §4.2, RFC 3325 §9.3).</summary>
[Flags]
public enum PrivacyKinds
{
    None = 0,
    /// <summary>Hide what is behind the user agent: Via, Contact, Record-Route.</summary>
    Header = 1,
    /// <summary>Hide the media session.</summary>
    Session = 2,
    /// <summary>The user agent has hidden itself as far as it could.</summary>
    User = 4,
    /// <summary>Refuse rather than pass the request on without privacy.</summary>
    Critical = 8,
    /// <summary>Withhold the asserted identity from the untrusted.</summary>
    Id = 16,
    /// <summary>Withhold History-Info (RFC 7044 §10.1).</summary>
    History = 32,
}

/// <summary>The Privacy header.</summary>
public static class Privacy
{
    /// <summary>What a message asks for; <c>none</c> and unknown values ask for nothing.</summary>
    public static PrivacyKinds Of(SipMessage message)
    {
        var kinds = PrivacyKinds.None;
        foreach (var line in message.Headers.Lines(SipHeaderName.Privacy))
        {
            // Semicolons by the grammar, commas by many telephones.
            foreach (var value in line.Split([';', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                kinds |= value.ToLowerInvariant() switch
                {
                    "header" => PrivacyKinds.Header,
                    "session" => PrivacyKinds.Session,
                    "user" => PrivacyKinds.User,
                    "critical" => PrivacyKinds.Critical,
                    "id" => PrivacyKinds.Id,
                    "history" => PrivacyKinds.History,
                    _ => PrivacyKinds.None,
                };
            }
        }
        return kinds;
    }

    /// <summary>As it stands in the header; <c>none</c> for nothing.</summary>
    public static string Format(PrivacyKinds kinds) =>
        kinds == PrivacyKinds.None ? "none" : string.Join(';', Enum.GetValues<PrivacyKinds>().Where(k => k != 0 && kinds.HasFlag(k)).Select(k => k.ToString().ToLowerInvariant()));
}
