
namespace Portal.Sip;

/// <summary>Confirming reliable provisional answers, RFC 3262 §4.</summary>
public sealed partial class InviteUacSession
{
    private readonly Dictionary<string, uint> _lastSequence = [];

    /// <summary>
    /// Offers 100rel in the INVITE; set before <see cref="Start"/>. Reliable provisional answers are confirmed by PRACK in any case, since some peers send them unasked.
    /// </summary>
    public bool OfferReliable
    {
        get => Invite.Headers.HasToken(SipHeaderName.Supported, "100rel");
        set
        {
            if (value && !OfferReliable) Invite.Headers.Add(SipHeaderName.Supported, "100rel");
        }
    }

    /// <summary>Gives the body of the PRACK for a reliable provisional answer: the answer, when that response carried the offer. Null: none.</summary>
    public Func<SipResponse, (ReadOnlyMemory<byte> Body, string? ContentType)>? ConfirmWith { get; set; }

    /// <summary>False when the response is a repeat, or came before one that is missing: it is then to be ignored (§4).</summary>
    private bool Confirm(SipResponse response, SipDialog? dialog)
    {
        if (dialog is null || !response.Headers.HasToken(SipHeaderName.Require, "100rel")
            || !response.Headers.TryGet(SipHeaderName.RSeq, out var line) || !Ascii.TryNumber(line, out var sequence)) return true;
        lock (Gate)
        {
            if (_lastSequence.TryGetValue(dialog.Id.RemoteTag, out var last) && sequence != last + 1) return false;
            _lastSequence[dialog.Id.RemoteTag] = sequence;
        }
        var prack = dialog.CreateRequest(SipMethod.Prack);
        prack.Headers.Add(SipHeaderName.RAck, new RAck(sequence, response.CSeq).ToString());
        var (body, contentType) = ConfirmWith?.Invoke(response) ?? default;
        prack.SetBody(body, contentType);
        _ = SendInDialogAsync(dialog, prack);
        return true;
    }
}
