using Portal.Testing.Peers;

namespace Portal.Testing.Tests;

public sealed class Sipp_runs
{
    [Fact]
    public async Task Count_calls_that_succeed()
    {
        await using var phone = await Sipp.StartAsync(new SippRun("answer") { Calls = 50 });
        var calls = await Sipp.RunAsync(new SippRun("call-direct", $"127.0.0.1:{phone.Port}")
        {
            Calls = 50,
            Rate = 100,
            Users = [SippRun.User("2001", "acme.localhost", "sip-2001", "2002")],
        });
        (calls.Successful, calls.Failed).ShouldBe((50, 0), calls.ToString());
        (await phone.FinishAsync()).Successful.ShouldBe(50);
    }

    [Fact]
    public async Task Count_calls_that_fail()
    {
        await using var phone = await Sipp.StartAsync(new SippRun("answer") { Calls = 1 });
        // The phone expects an INVITE and answers nothing else.
        var calls = await Sipp.RunAsync(new SippRun("register", $"127.0.0.1:{phone.Port}")
        {
            Users = [SippRun.User("2001", "acme.localhost", "sip-2001")],
            Arguments = ["-recv_timeout", "1000"],
        });
        (calls.Successful, calls.Failed).ShouldBe((0, 1), calls.ToString());
    }
}
