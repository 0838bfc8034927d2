namespace Portal.Sip;

/// <summary>What identifies a dialog at this end (RFC 3261 §12). The remote tag is empty for an RFC 2543 peer.</summary>
public readonly record struct DialogId(string CallId, string LocalTag, string RemoteTag);
