using Portal.Testing.Peers;

namespace Portal.Sip.Interop.Tests;

/// <summary>What two people do on their telephones, seen on both sides before the next step.</summary>
internal static class Conversations
{
    /// <summary>Dials, rings over there and is answered.</summary>
    public static async Task CallsAsync(this Baresip caller, string number, Baresip called)
    {
        await caller.DialAsync(number);
        await called.WaitIncomingAsync();
        await caller.WaitRingingAsync();
        await called.AnswerAsync();
        await Task.WhenAll(caller.WaitEstablishedAsync(), called.WaitEstablishedAsync());
    }

    /// <inheritdoc cref="CallsAsync(Baresip, string, Baresip)"/>
    public static async Task CallsAsync(this Baresip caller, string number, Linphone called)
    {
        await caller.DialAsync(number);
        await called.WaitIncomingAsync();
        await caller.WaitRingingAsync();
        await called.AnswerAsync();
        await caller.WaitEstablishedAsync();
        await called.WaitMediaAsync();
    }

    /// <inheritdoc cref="CallsAsync(Baresip, string, Baresip)"/>
    public static async Task CallsAsync(this Linphone caller, string address, Baresip called)
    {
        await caller.DialAsync(address);
        await called.WaitIncomingAsync();
        await caller.WaitRingingAsync();
        await called.AnswerAsync();
        await called.WaitEstablishedAsync();
        await caller.WaitMediaAsync();
    }

    /// <summary>A key is pressed and heard on the other side.</summary>
    public static async Task PressesAsync(this Baresip phone, char key, Baresip hears)
    {
        await phone.PressAsync($"{key}");
        (await hears.WaitDigitsAsync(1)).ShouldBe($"{key}");
    }

    /// <inheritdoc cref="PressesAsync(Baresip, char, Baresip)"/>
    public static async Task PressesAsync(this Baresip phone, char key, Linphone hears)
    {
        await phone.PressAsync($"{key}");
        await hears.WaitDigitAsync(key);
    }

    /// <inheritdoc cref="PressesAsync(Baresip, char, Baresip)"/>
    public static async Task PressesAsync(this Linphone phone, char key, Baresip hears)
    {
        await phone.PressAsync($"{key}");
        (await hears.WaitDigitsAsync(1)).ShouldBe($"{key}");
    }

    /// <summary>Holds the call and takes it up again: the other side is offered both.</summary>
    public static async Task HoldsAndResumesAsync(this Baresip phone, Baresip held)
    {
        await phone.HoldAsync();
        await held.WaitAsync("CALL_REMOTE_SDP", fits: happened => happened.Detail.Contains("offer"));
        await phone.ResumeAsync();
        await held.WaitAsync("CALL_REMOTE_SDP", fits: happened => happened.Detail.Contains("offer"));
    }

    /// <inheritdoc cref="HoldsAndResumesAsync(Baresip, Baresip)"/>
    public static async Task HoldsAndResumesAsync(this Baresip phone, Linphone held)
    {
        await phone.HoldAsync();
        await held.WaitHeldAsync();
        await phone.ResumeAsync();
        await held.WaitMediaAsync();
    }

    /// <summary>Holds the call, with these words of linphonec's, and takes it up again.</summary>
    public static async Task HoldsAndResumesAsync(this Linphone phone, string says = "is now paused")
    {
        await phone.HoldAsync();
        await phone.WaitPrintedAsync(says);
        await phone.ResumeAsync();
        await phone.WaitMediaAsync();
    }
}
