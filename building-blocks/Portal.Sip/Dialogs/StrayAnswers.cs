namespace Portal.Sip;

/// <summary>The 2xx of branches of a fork that nobody waits for (RFC 3261 §13.2.2.4): each is acknowledged as often as it comes, and ended once.</summary>
internal sealed class StrayAnswers(SipEndpoint endpoint, SipUri localContact)
{
    // A fork that rings more telephones than this is not followed into all of them.
    private const int Most = 32;

    private readonly Dictionary<string, SipRequest> _acknowledgements = [];

    internal void End(SipRequest invite, SipResponse response, SipFlow flow)
    {
        var tag = response.To.Tag ?? "";
        SipRequest? known;
        lock (_acknowledgements) _acknowledgements.TryGetValue(tag, out known);
        if (known is not null)
        {
            endpoint.SendAck(known, flow);
            return;
        }
        var dialog = SipDialog.CreateUac(invite, response, localContact, flow);
        var ack = dialog.CreateAck(invite.CSeq.Number);
        endpoint.AddVia(ack, flow);
        lock (_acknowledgements)
        {
            if (_acknowledgements.Count < Most) _acknowledgements[tag] = ack;
        }
        endpoint.SendAck(ack, flow);
        endpoint.SendRequest(dialog.CreateRequest(SipMethod.Bye), flow);
    }
}
