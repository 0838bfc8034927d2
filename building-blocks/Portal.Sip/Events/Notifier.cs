using System.Collections.Concurrent;
using System.Globalization;
using System.Net;

namespace Portal.Sip.Events;

/// <summary>Limits of a <see cref="Notifier"/>.</summary>
public sealed record NotifierOptions
{
    /// <summary>A shorter duration is refused by 423; default 60 s. (0 ends or fetches and is never refused.)</summary>
    public TimeSpan MinExpires { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A longer duration is shortened to this; default 2 h.</summary>
    public TimeSpan MaxExpires { get; init; } = TimeSpan.FromHours(2);

    /// <summary>NOTIFYs of one subscription are at least this far apart; the newest state wins. Default 100 ms.</summary>
    public TimeSpan Throttle { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Subscriptions in all; more are refused by 503. Default 100,000.</summary>
    public int MaxSubscriptions { get; init; } = 100_000;

    /// <summary>Subscriptions to one resource; more are refused by 403. Default 500.</summary>
    public int MaxPerResource { get; init; } = 500;

    /// <summary>Subscriptions from one source address (a /64 of IPv6), such as an office behind one NAT; more are refused by 403. Default 10,000.</summary>
    public int MaxPerSource { get; init; } = 10_000;
}

/// <summary>
/// The notifier of RFC 6665: takes SUBSCRIBE for its packages, keeps the subscriptions and sends NOTIFY, at once and whenever
/// <see cref="Changed"/> says that a resource did. Register it as a handler of the endpoint.
/// </summary>
public sealed class Notifier(IEnumerable<IEventPackage> packages, NotifierOptions? options = null) : ISipRequestHandler
{
    private readonly Dictionary<string, IEventPackage> _packages = packages.ToDictionary(p => p.Name);
    private readonly NotifierOptions _options = options ?? new NotifierOptions();
    private readonly ConcurrentDictionary<(string Package, string Resource), ConcurrentDictionary<Subscription, bool>> _byResource = new();
    private readonly ConcurrentDictionary<IPAddress, int> _perSource = new();
    private int _count;

    public string Method => SipMethod.Subscribe;

    /// <summary>Subscriptions alive.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The Allow-Events header of responses and REGISTER answers.</summary>
    public string AllowEvents => string.Join(", ", _packages.Keys.Order(StringComparer.Ordinal));

    internal NotifierOptions Options => _options;

    /// <summary>The resource has another state: everybody who subscribed to it is told, throttled.</summary>
    public void Changed(string package, string resource)
    {
        if (!_byResource.TryGetValue((package, resource), out var subscriptions)) return;
        foreach (var (subscription, _) in subscriptions) subscription.Changed();
    }

    /// <summary>Who is subscribed to the resource.</summary>
    public IReadOnlyList<Subscription> Find(string package, string resource) =>
        _byResource.TryGetValue((package, resource), out var subscriptions) ? [.. subscriptions.Keys] : [];

    /// <summary>Ends every subscription to the resource: it is gone (<c>noresource</c>) or closed to them (<c>rejected</c>).</summary>
    public void End(string package, string resource, string reason = "noresource")
    {
        foreach (var subscription in Find(package, resource)) subscription.End(reason);
    }

    public async ValueTask HandleAsync(SipServerTransaction transaction, CancellationToken cancellation)
    {
        var request = transaction.Request;
        if (EventHeader.Of(request) is not { } asked || !_packages.TryGetValue(asked.Package, out var package))
        {
            transaction.Respond(WithEvents(transaction.CreateResponse(489)));
            return;
        }
        if (!Accepts(request, package.ContentType))
        {
            transaction.Respond(406);
            return;
        }
        if (Expires(request, package) is not { } expires)
        {
            var brief = transaction.CreateResponse(423);
            brief.Headers.Add(SipHeaderName.MinExpires, Seconds(_options.MinExpires));
            transaction.Respond(brief);
            return;
        }
        if (request.Contact?.Uri is not { IsSip: true })
        {
            transaction.Respond(400, "Contact is missing");
            return;
        }
        if (await package.AdmitAsync(transaction, cancellation).ConfigureAwait(false) is { } refused)
        {
            if (refused != 0) transaction.Respond(refused);
            return;
        }
        Begin(transaction, package, asked, expires);
    }

    private void Begin(SipServerTransaction transaction, IEventPackage package, EventHeader asked, TimeSpan expires)
    {
        var resource = transaction.Request.Uri.ToAddressOfRecord().ToString();
        var key = (package.Name, resource);
        var full = _byResource.TryGetValue(key, out var others) && others.Count >= _options.MaxPerResource;
        if (full)
        {
            transaction.Respond(403);
            return;
        }
        var subscription = new Subscription(this, package, asked, resource, transaction);
        // Counted before the answer goes out: who has it may ask for the next at once.
        if (Reserve(subscription.Source) is { } refused) transaction.Respond(refused); else subscription.Begin(transaction, expires);
    }

    private int? Reserve(IPAddress source)
    {
        var total = Interlocked.Increment(ref _count);
        var own = _perSource.AddOrUpdate(source, 1, static (_, n) => n + 1);
        int? refused = total > _options.MaxSubscriptions ? 503 : own > _options.MaxPerSource ? 403 : null;
        if (refused is not null) Release(source);
        return refused;
    }

    /// <summary>Gives back what was reserved for a subscription that ends, or was a fetch only.</summary>
    internal void Release(IPAddress source)
    {
        Interlocked.Decrement(ref _count);
        var left = _perSource.AddOrUpdate(source, 0, static (_, n) => n - 1);
        if (left <= 0) _perSource.TryRemove(new KeyValuePair<IPAddress, int>(source, left));
    }

    internal void Add(Subscription subscription)
    {
        var key = (subscription.Package, subscription.Resource);
        while (true)
        {
            var subscriptions = _byResource.GetOrAdd(key, _ => new());
            lock (subscriptions)
            {
                // Another thread may have taken the emptied set away meanwhile.
                if (!_byResource.TryGetValue(key, out var current) || !ReferenceEquals(current, subscriptions)) continue;
                subscriptions[subscription] = true;
                break;
            }
        }
        if (subscription.HasEnded) Forget(subscription);
    }

    internal void Forget(Subscription subscription)
    {
        var key = (subscription.Package, subscription.Resource);
        if (!_byResource.TryGetValue(key, out var subscriptions) || !subscriptions.TryRemove(subscription, out _)) return;
        Release(subscription.Source);
        lock (subscriptions)
        {
            if (subscriptions.IsEmpty) _byResource.TryRemove(new KeyValuePair<(string, string), ConcurrentDictionary<Subscription, bool>>(key, subscriptions));
        }
    }

    /// <summary>The duration to grant; null when it is too short (§4.2.1.1).</summary>
    internal TimeSpan? Expires(SipRequest request, IEventPackage package)
    {
        var expires = request.Expires is { } asked ? TimeSpan.FromSeconds(asked) : package.DefaultExpires;
        if (expires == TimeSpan.Zero) return expires;
        if (expires < _options.MinExpires) return null;
        return expires < _options.MaxExpires ? expires : _options.MaxExpires;
    }

    internal SipResponse WithEvents(SipResponse response)
    {
        response.Headers.Add(SipHeaderName.AllowEvents, AllowEvents);
        return response;
    }

    internal static string Seconds(TimeSpan time) => ((long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    /// <summary>No Accept means the package's own type (RFC 6665 §3.1.3).</summary>
    private static bool Accepts(SipRequest request, string contentType)
    {
        var accepted = request.Headers.Values(SipHeaderName.Accept);
        return accepted.Count == 0 || accepted.Select(a => a.Split(';')[0].Trim()).Any(a =>
            a == "*/*" || a.Equals(contentType, StringComparison.OrdinalIgnoreCase)
            || (a.EndsWith("/*", StringComparison.Ordinal) && contentType.StartsWith(a[..^1], StringComparison.OrdinalIgnoreCase)));
    }
}
