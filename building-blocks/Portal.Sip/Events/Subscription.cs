using System.Net;

namespace Portal.Sip.Events;

/// <summary>One subscription at the notifier: its dialog, its duration, its NOTIFYs one after another.</summary>
public sealed class Subscription : IDialogUser
{
    private readonly Lock _gate = new();
    private readonly Notifier _notifier;
    private readonly IEventPackage _package;
    private readonly EventHeader _event;
    private readonly SipEndpoint _endpoint;
    private readonly WheelTimer _expiry, _throttle;
    private readonly SipDialog _dialog;
    private DateTimeOffset _expiresAt;
    private DateTimeOffset _notBefore;
    private string? _ended;
    private uint _version;
    private bool _sending, _changed, _waiting;

    internal Subscription(Notifier notifier, IEventPackage package, EventHeader asked, string resource, SipServerTransaction transaction)
    {
        (_notifier, _package, _event, Resource, _endpoint) = (notifier, package, asked, resource, transaction.Endpoint);
        Subscriber = transaction.Request.From;
        UserAgent = transaction.Request.Headers[SipHeaderName.UserAgent];
        Source = SourceLimiter.NetworkOf(transaction.Source.Remote.Address);
        _expiry = new WheelTimer(() => End("timeout"));
        _throttle = new WheelTimer(() =>
        {
            lock (_gate) _waiting = false;
            Send();
        });
        var contact = _endpoint.ContactFor(transaction.Source, transaction.Request.Uri.UserText);
        _dialog = SipDialog.CreateUas(transaction.Request, transaction.CreateResponse(200), contact);
    }

    /// <summary>The package's name.</summary>
    public string Package => _package.Name;

    /// <summary>The address of record subscribed to, in canonical form.</summary>
    public string Resource { get; }

    /// <summary>Who subscribed, as the From says; what it may see was settled when it was admitted.</summary>
    public NameAddr Subscriber { get; }

    public string? UserAgent { get; }

    /// <summary>Whose share of subscriptions it counts in; stays when the subscriber moves.</summary>
    internal IPAddress Source { get; }

    /// <summary>When it ends unless refreshed.</summary>
    public DateTimeOffset ExpiresAt { get { lock (_gate) return _expiresAt; } }

    public bool HasEnded { get { lock (_gate) return _ended is not null; } }

    /// <summary>Where its NOTIFYs go.</summary>
    public SipFlow Flow => _dialog.Flow;

    internal void Begin(SipServerTransaction transaction, TimeSpan expires)
    {
        _endpoint.AddDialog(_dialog.Id, this);
        Grant(transaction, expires);
        // §4.2.1.2: at once, and for a fetch the only one.
        if (expires == TimeSpan.Zero)
        {
            _notifier.Release(Source);
            End("timeout");
            return;
        }
        _notifier.Add(this);
        Changed();
    }

    private void Grant(SipServerTransaction transaction, TimeSpan expires)
    {
        var response = _notifier.WithEvents(transaction.CreateResponse(200));
        response.Headers.Add(SipHeaderName.Contact, $"<{_dialog.LocalContact}>").Add("Expires", Notifier.Seconds(expires));
        response.Headers.CopyFrom(transaction.Request.Headers, SipHeaderName.RecordRoute);
        lock (_gate) _expiresAt = _endpoint.Time.GetUtcNow() + expires;
        transaction.Respond(response);
        if (expires > TimeSpan.Zero) _endpoint.Wheel.Start(_expiry, expires);
    }

    void IDialogUser.OnAck(SipRequest ack) { }

    void IDialogUser.OnRequest(SipServerTransaction transaction)
    {
        var request = transaction.Request;
        if (request.Method != SipMethod.Subscribe)
        {
            transaction.Respond(405);
            return;
        }
        if (HasEnded)
        {
            transaction.Respond(481);
            return;
        }
        if (!_dialog.TryAdvance(request))
        {
            transaction.Respond(500, "CSeq Out Of Order");
            return;
        }
        if (EventHeader.Of(request) != _event)
        {
            // §4.5.1: another id would be another subscription in this dialog, which we never begin.
            transaction.Respond(_notifier.WithEvents(transaction.CreateResponse(489)));
            return;
        }
        ThreadPool.UnsafeQueueUserWorkItem(static work => _ = work.Self.RefreshAsync(work.Transaction), (Self: this, Transaction: transaction), preferLocal: false);
    }

    private async Task RefreshAsync(SipServerTransaction transaction)
    {
        try
        {
            if (_notifier.Expires(transaction.Request, _package) is not { } expires)
            {
                var brief = transaction.CreateResponse(423);
                brief.Headers.Add(SipHeaderName.MinExpires, Notifier.Seconds(_notifier.Options.MinExpires));
                transaction.Respond(brief);
                return;
            }
            if (await _package.AdmitAsync(transaction, CancellationToken.None).ConfigureAwait(false) is { } refused)
            {
                if (refused != 0) transaction.Respond(refused);
                return;
            }
            Grant(transaction, expires);
            if (expires == TimeSpan.Zero) End("timeout"); else Changed();
        }
        catch (Exception e)
        {
            transaction.Respond(500);
            _endpoint.ReportFailure(e);
        }
    }

    internal void Changed()
    {
        lock (_gate)
        {
            if (_ended is not null) return;
            _changed = true;
        }
        Send();
    }

    /// <summary>Tells the subscriber that it is over, and why. Harmless when it is over already.</summary>
    public void End(string reason)
    {
        lock (_gate)
        {
            if (_ended is not null) return;
            _ended = reason;
            _changed = true;
        }
        _endpoint.Wheel.Stop(_expiry);
        _endpoint.Wheel.Stop(_throttle);
        _notifier.Forget(this);
        Send();
    }

    /// <summary>One NOTIFY at a time (§4.2.2): while one is under way, or too soon after it, changes add up to the next.</summary>
    private void Send()
    {
        SipRequest notify;
        lock (_gate)
        {
            if (!_changed || _sending) return;
            var early = _notBefore - _endpoint.Time.GetUtcNow();
            if (early > TimeSpan.Zero && _ended is null)
            {
                if (!_waiting) _endpoint.Wheel.Start(_throttle, early);
                _waiting = true;
                return;
            }
            (_changed, _sending) = (false, true);
            _notBefore = _endpoint.Time.GetUtcNow() + _notifier.Options.Throttle;
            notify = Build();
        }
        _ = DeliverAsync(notify);
    }

    private SipRequest Build()
    {
        var notify = _dialog.CreateRequest(SipMethod.Notify);
        var left = _expiresAt - _endpoint.Time.GetUtcNow();
        var state = _ended is null
            ? new SubscriptionState(SubscriptionStateKind.Active, left > TimeSpan.Zero ? left : TimeSpan.Zero)
            : new SubscriptionState(SubscriptionStateKind.Terminated, null, _ended);
        notify.Headers.Add(SipHeaderName.Event, _event.ToString()).Add(SipHeaderName.SubscriptionState, state.ToString());
        // Who was rejected, or whose resource is gone, gets no state with it.
        if (_ended is null or "timeout") notify.SetBody(_package.Describe(Resource, _version++), _package.ContentType);
        return notify;
    }

    private async Task DeliverAsync(SipRequest notify)
    {
        var answer = await _endpoint.SendRequestAsync(notify, _dialog.Flow).ConfigureAwait(false);
        bool over;
        lock (_gate)
        {
            _sending = false;
            over = _ended is not null && !_changed;
        }
        // §4.2.2: a subscriber that does not answer, or knows of nothing, has gone.
        if (answer.StatusCode is 408 or 481 or 404 or 405 or 410 or 416 or 480 or 482 or 483 or 484 or 485 or 489 or 501 or 604 || answer is { StatusCode: 503, IsLocallyGenerated: true })
        {
            Abandon();
            return;
        }
        if (over) _endpoint.RemoveDialog(_dialog.Id); else Send();
    }

    private void Abandon()
    {
        lock (_gate)
        {
            _ended ??= "giveup";
            _changed = false;
        }
        _endpoint.Wheel.Stop(_expiry);
        _endpoint.Wheel.Stop(_throttle);
        _notifier.Forget(this);
        _endpoint.RemoveDialog(_dialog.Id);
    }
}
