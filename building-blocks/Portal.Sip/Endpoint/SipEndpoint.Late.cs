using System.Text;

namespace Portal.Sip;

/// <summary>
/// INVITEs of ours whose call is over. For the rest of timer M (RFC 6026) another branch of a fork may still answer; until one does, a call of the past is its
/// INVITE's octets and nothing else, so that the garbage collector has nothing to walk.
/// </summary>
public sealed partial class SipEndpoint
{
    private readonly AnswerCache _retired;

    /// <param name="own">The To tag of the branch that had the call.</param>
    internal void Retire(InviteClientTransaction transaction, string own)
    {
        if (!transaction.Retire()) return;
        _retired.Add(transaction.Key, SipWriter.ScratchHead(transaction.Request, own));
        _clients.TryRemove(transaction.Key, out _);
    }

    /// <summary>True when the response belongs to such an INVITE: repeats of its answer are absorbed, another branch's is acknowledged and ended (RFC 3261 §13.2.2.4).</summary>
    private bool ReceiveLate(in TransactionKey key, SipResponse response)
    {
        if (response.CSeq.Method != SipMethod.Invite || !_retired.TryGet(key, out var octets)) return false;
        var end = octets.AsSpan().IndexOf((byte)'\n');
        var own = Encoding.ASCII.GetString(octets.AsSpan(0, end));
        if (!response.IsSuccess || response.To.Tag == own) return true;
        if (!SipParser.TryParse(octets.AsMemory(end + 1), out var message, out _) || message is not SipRequest { Contact.Uri: { } contact } invite) return false;
        var flow = response.Source!;
        var strays = new StrayAnswers(this, contact);
        // From here on it is a transaction again, which goes straight to Accepted with this answer.
        _clients.GetOrAdd(key, new InviteClientTransaction(this, key, invite, flow, SendCancel)
        {
            ResponseReceived = late =>
            {
                if (late.IsSuccess && late.To.Tag != own) strays.End(invite, late, flow);
            },
        }).Receive(response);
        return true;
    }
}
