using System.Net;

namespace Portal.Sip.Resolving;

/// <summary>The record types that finding a SIP server needs (RFC 1035, 2782, 3403, 3596).</summary>
internal enum DnsType : ushort { A = 1, Cname = 5, Soa = 6, Aaaa = 28, Srv = 33, Naptr = 35, Opt = 41 }

/// <summary>One record of an answer.</summary>
internal abstract record DnsRecord;

internal sealed record AddressRecord(IPAddress Address) : DnsRecord;

/// <summary>Where a service is: the lowest priority first, among equals by weight (RFC 2782). An empty target says that there is no such service.</summary>
internal sealed record SrvRecord(ushort Priority, ushort Weight, ushort Port, string Target) : DnsRecord;

/// <summary>Which services a domain has, in its order of preference (RFC 3403, RFC 3263 §4.1).</summary>
internal sealed record NaptrRecord(ushort Order, ushort Preference, string Flags, string Service, string Replacement) : DnsRecord;

/// <summary>What a question brought: records, none of this type (or no such name) for a time, or nothing known.</summary>
/// <param name="Records">Empty: the name server says that there are none.</param>
/// <param name="TimeToLive">How long this may be believed.</param>
internal sealed record DnsAnswer(IReadOnlyList<DnsRecord> Records, TimeSpan TimeToLive);
