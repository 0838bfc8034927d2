namespace Portal.Sip;

/// <summary>Whatever lives in a dialog: a session or a subscription.</summary>
internal interface IDialogUser
{
    /// <summary>A request inside the dialog, on the receiving thread.</summary>
    void OnRequest(SipServerTransaction transaction);

    /// <summary>An ACK for a 2xx of the dialog.</summary>
    void OnAck(SipRequest ack);
}
