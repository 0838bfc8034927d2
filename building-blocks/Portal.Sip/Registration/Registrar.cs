using System.Globalization;

namespace Portal.Sip.Registration;

/// <summary>Settings of <see cref="Registrar"/>.</summary>
public sealed record RegistrarOptions
{
    /// <summary>Given when the phone names no interval or a malformed one; default 1 h.</summary>
    public TimeSpan DefaultExpires { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A shorter interval is refused by 423; default 60 s. (0 removes and is never refused.)</summary>
    public TimeSpan MinExpires { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A longer interval is shortened to this; default 2 h.</summary>
    public TimeSpan MaxExpires { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Contacts of one address of record; default 10. More are refused by 403.</summary>
    public int MaxContacts { get; init; } = 10;

    /// <summary>
    /// Told to phones that keep their flow open (RFC 5626 §6): they ping at least this often, learn by our answer that the flow lives, and register anew at once when it
    /// does not. Default 120 s; null offers it to none.
    /// </summary>
    public TimeSpan? FlowTimer { get; init; } = TimeSpan.FromSeconds(120);
}

/// <summary>The registrar of RFC 3261 §10.3, from step 5 on: authentication and the right to the address of record are settled by the caller.</summary>
public sealed class Registrar(ILocationStore store, RegistrarOptions? options = null, TimeProvider? time = null)
{
    private readonly RegistrarOptions _options = options ?? new RegistrarOptions();
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly DateText _date = new();

    /// <summary>
    /// Applies a REGISTER to the store, all of it or nothing, and gives the answer: 200 with every current binding, 400 for a Contact that can't be read,
    /// 403 for too many contacts, 423 for too short an interval, 500 for a request older than what is known.
    /// </summary>
    /// <param name="aor">The address of record in canonical form, <c>request.To.Uri.ToAddressOfRecord().ToString()</c> unless the caller maps it.</param>
    public SipResponse Process(SipServerTransaction transaction, string aor)
    {
        var request = transaction.Request;
        if (!ContactList.TryRead(request, out var contacts)) return transaction.CreateResponse(400, "Bad Contact");
        if (contacts.Star && (contacts.Items.Count > 0 || request.Expires != 0)) return transaction.CreateResponse(400, "Contact * needs Expires 0 and stands alone");
        foreach (var contact in contacts.Items)
        {
            if (IntervalOf(contact, request) is { } interval && interval > TimeSpan.Zero && interval < _options.MinExpires) return TooBrief(transaction);
        }

        SipResponse? refusal = null;
        var bindings = contacts is { Star: false, Items.Count: 0 }
            ? store.Find(aor) // a query
            : store.Update(aor, current => Apply(transaction, aor, contacts, current, out refusal));
        return refusal ?? Listing(transaction, bindings);
    }

    private List<Binding>? Apply(SipServerTransaction transaction, string aor, ContactList contacts, IReadOnlyList<Binding> current, out SipResponse? refusal)
    {
        var request = transaction.Request;
        var now = _time.GetUtcNow();
        refusal = null;
        if (contacts.Star)
        {
            // §10.3 step 6: a removal may not be older than what it removes.
            if (current.Any(binding => IsOutdated(request, binding))) refusal = OutOfOrder(transaction);
            return refusal is null ? [] : null;
        }

        var after = current.ToList();
        foreach (var contact in contacts.Items)
        {
            var interval = IntervalOf(contact, request) ?? _options.DefaultExpires;
            if (interval > _options.MaxExpires) interval = _options.MaxExpires;
            var made = Make(transaction, aor, contact, now, interval);
            var known = after.FindIndex(made.IsSameAs);
            if (known >= 0)
            {
                // §10.3 step 7: an older CSeq of the same Call-ID must not overwrite the binding; the whole request is then undone.
                if (IsOutdated(request, after[known]))
                {
                    refusal = OutOfOrder(transaction);
                    return null;
                }
                if (interval == TimeSpan.Zero) after.RemoveAt(known);
                else after[known] = made.Renewing(after[known]);
            }
            else if (interval > TimeSpan.Zero)
            {
                after.Add(made);
            }
        }
        if (after.Count <= _options.MaxContacts || after.Count <= current.Count) return after;
        refusal = transaction.CreateResponse(403, "Too Many Contacts");
        return null;
    }

    private static bool IsOutdated(SipRequest request, Binding binding) => binding.CallId == request.CallId && request.CSeq.Number <= binding.CSeq;

    private static SipResponse OutOfOrder(SipServerTransaction transaction) => transaction.CreateResponse(500, "CSeq Out Of Order");

    private static Binding Make(SipServerTransaction transaction, string aor, NameAddr contact, DateTimeOffset now, TimeSpan interval)
    {
        var request = transaction.Request;
        return new Binding
        {
            Aor = aor,
            Contact = contact.Uri,
            Parameters = contact.Parameters.Count == 0 ? contact.Parameters : contact.Parameters.Without("expires").Without("q"),
            // With a Path the way leads through its proxies, even where the contact itself would be in reach (RFC 3327 §5.3).
            Flow = request.Headers.Contains(SipHeaderName.Path) ? transaction.Source : WayTo(contact.Uri, transaction.Source),
            CallId = request.CallId,
            CSeq = request.CSeq.Number,
            ExpiresAt = now + interval,
            RegisteredAt = now,
            RefreshedAt = now,
            UserAgent = request.Headers[SipHeaderName.UserAgent],
            Quality = contact.Quality ?? 1000,
            InstanceId = contact.Parameters["+sip.instance"]?.Trim('<', '>'),
            RegId = contact.Parameters["reg-id"],
            Path = request.Headers.Values(SipHeaderName.Path),
        };
    }

    /// <summary>
    /// Back the way the REGISTER came, as a NAT demands, but over UDP to the port the contact names when the phone knows its own
    /// address: then no NAT is between, and it may listen elsewhere than it sends from (RFC 3261 §10.2.1).
    /// </summary>
    private static SipFlow WayTo(SipUri contact, SipFlow source) =>
        source.Transport == SipTransportKind.Udp
        && System.Net.IPAddress.TryParse(contact.Host.Trim('[', ']'), out var address) && address.Equals(source.Remote.Address)
            && source.Remote.Port != (contact.Port ?? 5060)
            ? new SipFlow(SipTransportKind.Udp, new System.Net.IPEndPoint(address, contact.Port ?? 5060), 0, source.Local)
            : source;

    /// <summary>Contact's expires, else the Expires header; null when neither is given or the one that counts is malformed (§10.3 step 7: then the default).</summary>
    private static TimeSpan? IntervalOf(NameAddr contact, SipRequest request)
    {
        if (contact.Parameters.TryGet("expires", out var text))
        {
            return text is not null && Ascii.TryNumber(System.Text.Encoding.ASCII.GetBytes(text), out var seconds) ? TimeSpan.FromSeconds(seconds) : null;
        }
        return request.Expires is { } header ? TimeSpan.FromSeconds(header) : null;
    }

    private SipResponse TooBrief(SipServerTransaction transaction)
    {
        var response = transaction.CreateResponse(423);
        response.Headers.Add(SipHeaderName.MinExpires, Seconds(_options.MinExpires));
        return response;
    }

    private SipResponse Listing(SipServerTransaction transaction, IReadOnlyList<Binding> bindings)
    {
        var now = _time.GetUtcNow();
        var response = transaction.CreateResponse(200);
        foreach (var binding in bindings)
        {
            var left = (long)Math.Max(Math.Ceiling((binding.ExpiresAt - now).TotalSeconds), 0);
            var quality = binding.Quality == 1000 ? "" : string.Create(CultureInfo.InvariantCulture, $";q={binding.Quality / 1000m:0.0##}");
            response.Headers.Add(SipHeaderName.Contact, string.Create(CultureInfo.InvariantCulture, $"<{binding.Contact}>{binding.Parameters};expires={left}{quality}"));
        }
        response.Headers.Add(SipHeaderName.Date, _date.At(now));
        // RFC 3327 §5.3: the phone learns that its Path was kept.
        response.Headers.CopyFrom(transaction.Request.Headers, SipHeaderName.Path);
        if (_options.FlowTimer is { } timer && KeepsFlow(transaction, bindings)) response.Headers.Add(SipHeaderName.Require, "outbound").Add("Flow-Timer", Seconds(timer));
        return response;
    }

    /// <summary>
    /// RFC 5626 §6: the phone asked for it and is connected to us itself. Not over UDP: it would then ask us by STUN whether its flow still lives, which nobody here answers.
    /// </summary>
    private static bool KeepsFlow(SipServerTransaction transaction, IReadOnlyList<Binding> bindings)
    {
        if (!transaction.Source.IsReliable) return false;
        var flows = false;
        foreach (var binding in bindings) flows |= binding is { InstanceId: not null, RegId: not null };
        var headers = transaction.Request.Headers;
        return flows && headers.HasToken(SipHeaderName.Supported, "outbound") && headers.CountOf(SipHeaderName.Via) == 1 && !headers.Contains(SipHeaderName.Path);
    }

    private static string Seconds(TimeSpan time) => ((long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
