namespace Portal.Sip.Tests;

/// <summary>Messages of baresip, linphonec, sipp and sipsak, straight and through Kamailio, as the interoperability tests recorded them.</summary>
public class Recorded_traffic
{
    public static IReadOnlyList<string> Files { get; } = [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "traffic"), "*.dat").Order(StringComparer.Ordinal)];

    public static TheoryData<string> Names => new(Files.Select(Path.GetFileName)!);

    [Theory, MemberData(nameof(Names))]
    public void Is_read_and_is_the_same_when_written_and_read_again(string name)
    {
        var octets = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "traffic", name));
        SipParser.TryParse(octets, out var message, out var error).ShouldBeTrue(error?.Reason);
        SipParser.TryParse(message!.ToBytes(), out var again, out error).ShouldBeTrue(error?.Reason);
        Reading_torture_messages.Same(message, again!);
        again!.Body.ToArray().ShouldBe(message.Body.ToArray());
    }

    [Fact]
    public void Holds_no_digest_answer() =>
        Files.ShouldAllBe(file => !System.Text.RegularExpressions.Regex.IsMatch(File.ReadAllText(file), "response=\"[^0\"]"));
}
