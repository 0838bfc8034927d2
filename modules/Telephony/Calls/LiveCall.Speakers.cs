using Portal.Extensions.Contracts;
using Portal.Modularity;
using Portal.Sip;
using Portal.Sip.BackToBack;
using Portal.Telephony.Contracts;
using Portal.Telephony.Routing;

namespace Portal.Telephony.Calls;

/// <summary>Who talks with whom, in which stretch of the call; how that ends, whoever it is by then.</summary>
internal sealed partial class LiveCall
{
    private readonly Lock _gate = new();
    // Records of companies whose person talks on, and on which side of the record that one is.
    private (Stretch Stretch, CompanyId Company, string Side)[] _open = [];
    private Stretch? _stretch;
    private Speaker? _calling;
    private Speaker? _called;
    private bool _over; // nothing is added to the records any more
    private bool _isGivenAway; // the rest of it is told by another call

    public Speaker? SpeakerOf(InviteSession? leg)
    {
        lock (_gate)
        {
            return leg is null ? null : _calling?.Leg == leg ? _calling : _called?.Leg == leg ? _called : null;
        }
    }

    /// <summary>Goes on with the call over another telephone of the person who talks in it.</summary>
    public async Task TakeOverAsync(Speaker speaker, InviteUasSession by)
    {
        await _talk.ReplaceAsync(speaker.Leg, by, () =>
        {
            lock (_gate)
            {
                PutInPlace(speaker.Leg, speaker with { Leg = by });
                if (!_over)
                {
                    _stretch?.Story.Remark(speaker.Company, Kept($"{speaker.Party.Name} went on with the call on another telephone."));
                }
            }
        });
    }

    private Stretch First() => new(call, _story, withheld ? null : services.Presentation, place, services);

    private void BeginTalk(InviteSession leg, DirectoryEntry owner)
    {
        lock (_gate)
        {
            _stretch = First();
            _calling = new Speaker(caller, call.Caller, call.Company, call.Domain, withheld);
            _called = new Speaker(leg, owner.ToParty(), owner.Company, owner.Domain, Withheld: false);
        }
    }

    private Speaker? OtherThan(Speaker speaker)
    {
        lock (_gate)
        {
            return _calling?.Leg == speaker.Leg ? _called : _calling;
        }
    }

    private void PutInPlace(InviteSession leaves, Speaker joins)
    {
        if (_calling?.Leg == leaves)
        {
            _calling = joins;
        }
        else
        {
            _called = joins;
        }
    }

    /// <summary>This call ends by a transfer and goes on as another one.</summary>
    /// <param name="stays">Who takes part in both.</param>
    /// <param name="remark">What the record of this company says about it.</param>
    /// <param name="open">Records that wait for the end in the other call.</param>
    /// <returns>False when it has ended already.</returns>
    private bool GoOnAs(Stretch next, Speaker calling, Speaker called, Speaker stays, string remark, CompanyId of, params (Stretch, CompanyId, string)[] open)
    {
        lock (_gate)
        {
            if (_over || _stretch is not { } last)
            {
                return false;
            }

            last.Story.Remark(of, remark);
            last.Story.Ended(CallResult.Answered, 200, CallStory.Transfer, null);
            next.Place.Settle(new[] { calling.Party.Site, called.Party.Site }.OfType<SiteId>());
            if (stays.Company != of && last.Story.Concerns(stays.Company) && !next.Story.Concerns(stays.Company))
            {
                last.Close(except: stays.Company);
                last.Story.GoesOn();
                last.Story.Remark(stays.Company, Kept("The other side transferred the call to somebody else."));
                open = [.. open, (last, stays.Company, _calling?.Leg == stays.Leg ? CallStory.Caller : CallStory.Called)];
            }
            else
            {
                last.Close();
            }

            // A company that has a record of what follows needs no longer the one that waited.
            var told = Array.FindAll(_open, o => next.Story.Concerns(o.Company));
            Array.ForEach(told, o => o.Stretch.Story.Ended(CallResult.Answered, 200, CallStory.Transfer, null));
            Close(told);
            (_open, _stretch, _calling, _called) = ([.. _open.Except(told), .. open], next, calling, called);
            return true;
        }
    }

    /// <summary>The stretch of this call, for the call that it is joined with, and what is open besides; null when it has ended already.</summary>
    private (Stretch Stretch, Speaker Calling, Speaker Called, (Stretch, CompanyId, string)[] Open)? GiveAway()
    {
        lock (_gate)
        {
            if (_over || _isGivenAway || _stretch is null || _calling is null || _called is null)
            {
                return null;
            }

            _isGivenAway = true;
            var open = _open;
            _open = [];
            return (_stretch, _calling, _called, open);
        }
    }

    private void Note(BackToBackEnd end)
    {
        lock (_gate)
        {
            _over = true;
            if (_isGivenAway || _stretch is null)
            {
                return;
            }

            var by = SpeakerOf(end.By);
            var (told, side, reason) = end.How is { } how ? Tell(how, by) : (true, CallStory.System, _stopped
                ? Kept("The telephone system was stopped.")
                : Kept("The call had lasted as long as a call may, so it was ended."));
            if (!told)
            {
                // The CANCEL and the answer crossed: for the caller the call never was.
                _stretch.Story.NeverAnswered();
                _stretch.Story.Ended(CallResult.CallerHungUp, NotAnswered.StatusCode, side, reason);
                return;
            }

            _stretch.Story.Ended(CallResult.Answered, 200, side, reason);
            foreach (var (stretch, company, own) in _open)
            {
                var ended = side == CallStory.System ? side : by?.Company == company ? own : own == CallStory.Caller ? CallStory.Called : CallStory.Caller;
                stretch.Story.Ended(CallResult.Answered, 200, ended, null);
            }
        }
    }

    /// <summary>Whether it was answered at all, who ended it, and why when it was not by hanging up.</summary>
    private (bool Answered, string Side, string? Reason) Tell(SessionEnd how, Speaker? by)
    {
        var calling = by is not null && by == _calling;
        return how.Cause switch
        {
            SessionEndCause.RemoteBye => (true, by is { Transferred: true } ? CallStory.Transferred : calling ? CallStory.Caller : CallStory.Called, null),
            SessionEndCause.NotEstablished => (false, CallStory.Caller, Kept("The caller hung up before anybody answered.")),
            _ when by is { Transferred: true } => (true, CallStory.System, Kept("The telephone of the transferred party gave no sign of life any more, so the call was ended.")),
            SessionEndCause.AckMissing => (true, CallStory.System, calling
                ? Kept($"The telephone of {_stretch!.Call.Caller.Name} never confirmed the answer, so the call was ended.")
                : Kept("The called telephone never confirmed the answer, so the call was ended.")),
            _ => (true, CallStory.System, calling
                ? Kept($"The telephone of {_stretch!.Call.Caller.Name} gave no sign of life any more, so the call was ended.")
                : Kept("The called telephone gave no sign of life any more, so the call was ended.")),
        };
    }

    /// <summary>Hands out what is still to be recorded.</summary>
    private void Close()
    {
        Stretch? last;
        lock (_gate)
        {
            _over = true;
            last = _isGivenAway ? null : _stretch ??= First();
        }

        last?.Close();
        Close(_open);
    }

    private static void Close((Stretch Stretch, CompanyId Company, string Side)[] open)
    {
        foreach (var (stretch, company, _) in open)
        {
            stretch.CloseFor(company);
        }
    }
}
