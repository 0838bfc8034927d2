namespace Portal.Sip;

/// <summary>Why octets are not a SIP message, and what can be answered.</summary>
/// <param name="StatusCode">What a request of this kind is answered: 400, 505 or 513.</param>
/// <param name="Reason">One line in plain words, free of the sender's octets: fit for a log and a reason phrase.</param>
/// <param name="Answerable">The request as far as it was read, when its Via could be; null for a response or when nobody can be answered.</param>
public sealed record SipParseError(int StatusCode, string Reason, SipRequest? Answerable);
