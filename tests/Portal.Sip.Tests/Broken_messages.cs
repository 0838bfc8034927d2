using Portal.Sip.Fuzz;

namespace Portal.Sip.Tests;

/// <summary>A short run of the fuzzer; <c>./dev fuzz</c> runs it for long and with another seed each time.</summary>
public class Broken_messages
{
    private static readonly byte[][] Corpus = [.. Torture.All.Select(m => m.Octets), .. Recorded_traffic.Files.Select(File.ReadAllBytes)];

    [Fact]
    public void Never_make_the_parser_throw() => ParserRun.Run(new Mutator(Corpus, 20261121), 60_000).ShouldBeGreaterThan(3_000);

    [Fact]
    public async Task Never_stop_a_server()
    {
        var outcome = await ServerRun.RunAsync(new Mutator(Corpus, 4711), 4_000, TestContext.Current.CancellationToken);
        outcome.FirstError.ShouldBeNull();
        outcome.Streams.ShouldBeGreaterThan(1);
        outcome.Answered.ShouldBe(20);
    }

    [Fact]
    public void Are_the_same_for_the_same_seed()
    {
        var (one, two) = (new Mutator(Corpus, 5), new Mutator(Corpus, 5));
        for (var i = 0; i < 200; i++) one.Next().SequenceEqual(two.Next()).ShouldBeTrue();
    }
}
