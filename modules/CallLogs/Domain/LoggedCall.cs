using System.Text.Json;
using Portal.Data.Audit;
using Portal.Data.Isolation;
using Portal.Modularity;
using Portal.Telephony.Contracts;

namespace Portal.CallLogs.Domain;

/// <summary>
/// One finished call as it is kept. It has up to three parties: who called, who has the number that was dialled, and whom the
/// call reached in the end (who answered, or whose phones rang last). Names are those of the moment of the call.
/// </summary>
[NotAudited]
internal sealed class LoggedCall : ICompanyOwned
{
    public Guid Id { get; init; }

    public CompanyId CompanyId { get; init; }

    public required string CallerNumber { get; init; }
    public required string CallerName { get; init; }
    public EmployeeId? CallerEmployee { get; init; }
    public SiteId? CallerSite { get; init; }

    /// <summary>What the caller dialled, before any diversion.</summary>
    public required string Dialled { get; init; }

    /// <summary>The caller's public number with plus and digits; null for extensions, and for what is no public number.</summary>
    public string? CallerE164 { get; init; }

    /// <summary>The public number that was dialled, with plus and digits; null for extensions, and for what is no public number.</summary>
    public string? DialledE164 { get; init; }

    public string? CalledNumber { get; init; }
    public string? CalledName { get; init; }
    public EmployeeId? CalledEmployee { get; init; }
    public SiteId? CalledSite { get; init; }

    public string? ReachedNumber { get; init; }
    public string? ReachedName { get; init; }
    public EmployeeId? ReachedEmployee { get; init; }
    public SiteId? ReachedSite { get; init; }

    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }
    public DateTimeOffset EndedAt { get; init; }
    public long RingMilliseconds { get; init; }
    public long TalkMilliseconds { get; init; }

    public CallResult Result { get; init; }

    /// <summary>The final SIP status of the call set-up; 200 when answered.</summary>
    public int StatusCode { get; init; }

    /// <summary><c>caller</c>, <c>called</c>, <c>transfer</c>, <c>transferred</c> or <c>system</c>.</summary>
    public required string EndedBy { get; init; }

    /// <summary>JSON array of what the call treatments said, in order.</summary>
    public required string Reasons { get; init; }

    /// <summary>JSON array of <see cref="Diversion"/>, oldest first.</summary>
    public required string Diversions { get; init; }

    /// <summary>Names and numbers of all parties, lower case, for the search by a part of them.</summary>
    public required string Search { get; init; }

    public IReadOnlyList<string> ReasonList => JsonSerializer.Deserialize<string[]>(Reasons) ?? [];

    public IReadOnlyList<Diversion> DiversionList => JsonSerializer.Deserialize<Diversion[]>(Diversions) ?? [];

    /// <summary>The parties, without repeating one.</summary>
    public IEnumerable<CallParty> Parties
    {
        get
        {
            yield return new CallParty(CallerNumber, CallerName, CallerEmployee, CallerSite);
            if (CalledNumber is not null)
            {
                yield return new CallParty(CalledNumber, CalledName ?? "", CalledEmployee, CalledSite);
            }

            if (ReachedNumber is not null && ReachedNumber != CalledNumber)
            {
                yield return new CallParty(ReachedNumber, ReachedName ?? "", ReachedEmployee, ReachedSite);
            }
        }
    }

    public bool IsAnswered => Result == CallResult.Answered;

    /// <param name="country">By which national numbers of the company are read; null: only international ones are recognised.</param>
    public static LoggedCall From(CallRecord record, string? country = null)
    {
        var callerE164 = record.Caller.Employee is null ? PublicNumber.Of(record.Caller.Number, country) : null;
        var dialledE164 = record.DialledE164 ?? (record.Called?.Employee is not null && record.Called.Number == record.Dialled ? null : PublicNumber.Of(record.Dialled, country));
        var reached = record.AnsweredBy ?? record.LastRang;
        var parties = new[] { record.Caller, record.Called, reached };
        return new LoggedCall
        {
            Id = record.Id,
            CompanyId = record.Company,
            CallerNumber = Text(record.Caller.Number, Lengths.Number),
            CallerName = Text(record.Caller.Name, Lengths.Name),
            CallerEmployee = record.Caller.Employee,
            CallerSite = record.Caller.Site,
            Dialled = Text(record.Dialled, Lengths.Number),
            CallerE164 = callerE164,
            DialledE164 = dialledE164 is { Length: <= Lengths.E164 } ? dialledE164 : null,
            CalledNumber = record.Called is { } called ? Text(called.Number, Lengths.Number) : null,
            CalledName = record.Called is { } named ? Text(named.Name, Lengths.Name) : null,
            CalledEmployee = record.Called?.Employee,
            CalledSite = record.Called?.Site,
            ReachedNumber = reached is null ? null : Text(reached.Number, Lengths.Number),
            ReachedName = reached is null ? null : Text(reached.Name, Lengths.Name),
            ReachedEmployee = reached?.Employee,
            ReachedSite = reached?.Site,
            StartedAt = record.StartedAt,
            AnsweredAt = record.AnsweredAt,
            EndedAt = record.EndedAt,
            RingMilliseconds = record.RingMilliseconds,
            TalkMilliseconds = record.TalkMilliseconds,
            Result = record.Result,
            StatusCode = record.StatusCode,
            EndedBy = Text(record.EndedBy, Lengths.EndedBy),
            Reasons = JsonSerializer.Serialize(record.Reasons.Take(Lengths.Reasons).Select(r => Text(r, Lengths.Reason))),
            Diversions = JsonSerializer.Serialize(record.Diversions.Take(Lengths.Reasons)
                .Select(d => new Diversion(Text(d.From, Lengths.Number), Text(d.To, Lengths.Number), Text(d.Reason, Lengths.EndedBy)))),
            Search = SearchText([record.Dialled, dialledE164, callerE164, .. parties.OfType<CallParty>().SelectMany(p => new[] { p.Number, p.Name })]),
        };
    }

    private static string SearchText(IEnumerable<string?> parts) => Text(
        string.Join(' ', parts.Where(p => !string.IsNullOrEmpty(p)).Select(p => Text(p!.ToLowerInvariant(), Lengths.Name)).Distinct()),
        Lengths.Search);

    // What a caller puts into a display name must not be able to keep its record out of the database: PostgreSQL takes neither
    // NUL nor half a surrogate pair, nor more than the column holds.
    private static string Text(string? text, int most)
    {
        text ??= "";
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            text = text.Replace("\0", "", StringComparison.Ordinal);
        }

        if (text.Length > most)
        {
            text = text[..most];
        }

        return text.Any(char.IsSurrogate) ? WithoutHalves(text) : text;
    }

    private static string WithoutHalves(string text) =>
        string.Concat(text.EnumerateRunes().Where(r => r != System.Text.Rune.ReplacementChar).Select(r => r.ToString()));

    internal static class Lengths
    {
        public const int Number = 128, Name = 128, EndedBy = 32, Reason = 400, Reasons = 40, Search = 1000, E164 = 16;
    }
}
