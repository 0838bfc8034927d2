using Portal.Testing.Peers;

namespace Portal.Testing.Tests;

public sealed class Two_real_phones
{
    [Fact]
    public async Task Hear_what_the_other_one_says()
    {
        using var folder = new TemporaryFolder();
        var (said, answered) = (Melody.Make(1, TimeSpan.FromSeconds(5)), Melody.Make(2, TimeSpan.FromSeconds(5)));
        said.Write(folder["a.wav"]);
        answered.Write(folder["b.wav"]);
        await using var caller = await Baresip.StartAsync(new BaresipAccount("anna") { Speaks = folder["a.wav"] });
        await using var called = await Baresip.StartAsync(new BaresipAccount("bert") { Speaks = folder["b.wav"] });

        await caller.DialAsync(called.Address);
        await called.WaitIncomingAsync();
        await caller.WaitRingingAsync();
        await called.AnswerAsync();
        await caller.WaitEstablishedAsync();
        await called.WaitEstablishedAsync();
        await Baresip.TalkAsync(TimeSpan.FromSeconds(2));
        await caller.HangUpAsync();
        (await called.WaitClosedAsync()).Detail.ShouldBe("Connection reset by peer");

        var (atCalled, atCaller) = (await called.HeardAsync(), await caller.HeardAsync());
        Melody.Compare(said, atCalled).IsTheMelody.ShouldBeTrue(Melody.Compare(said, atCalled).ToString());
        Melody.Compare(answered, atCaller).IsTheMelody.ShouldBeTrue(Melody.Compare(answered, atCaller).ToString());
        Melody.Compare(said, atCaller).IsTheMelody.ShouldBeFalse(Melody.Compare(said, atCaller).ToString());
    }

    [Fact]
    public async Task Hold_resume_and_press_keys()
    {
        await using var caller = await Baresip.StartAsync(new BaresipAccount("anna"));
        await using var called = await Baresip.StartAsync(new BaresipAccount("bert") { AutoAnswer = true });

        await caller.DialAsync(called.Address);
        await caller.WaitEstablishedAsync();
        await caller.HoldAsync();
        await Eventually.TrueAsync(() => called.Trace.Contains("a=recvonly"));
        await caller.ResumeAsync();
        await Eventually.TrueAsync(() => called.Events.Count(happened => happened.Type == "CALL_REMOTE_SDP") == 3);
        await caller.PressAsync("42");

        (await called.WaitDigitsAsync(2)).ShouldBe("42");
        await called.HangUpAsync();
        await caller.WaitClosedAsync();
    }

    [Fact]
    public async Task Refuse_and_give_up()
    {
        await using var caller = await Baresip.StartAsync(new BaresipAccount("anna") { Transport = "tcp" });
        await using var called = await Baresip.StartAsync(new BaresipAccount("bert"));

        await caller.DialAsync(called.Address + ";transport=tcp");
        await called.WaitIncomingAsync();
        await called.HangUpAsync();
        (await caller.WaitClosedAsync()).Detail.ShouldStartWith("486");

        await caller.DialAsync(called.Address);
        await called.WaitIncomingAsync();
        await caller.HangUpAsync();
        await called.WaitClosedAsync();
    }
}
