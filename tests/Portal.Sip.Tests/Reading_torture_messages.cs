using System.Security.Cryptography;

namespace Portal.Sip.Tests;

public class Reading_torture_messages
{
    public static TheoryData<string> Everything => Torture.Files();
    public static TheoryData<string> ValidOnes => Torture.Files(message => message.Valid == "valid");
    public static TheoryData<string> RefusedOnes => Torture.Files(message => message.Udp is "400" or "505" or "4xx");

    [Fact]
    public void Uses_the_octets_of_the_RFCs()
    {
        foreach (var line in File.ReadAllLines(Path.Combine(Torture.Folder, "SHA256SUMS")))
        {
            var (sum, file) = (line[..64], line[64..].Trim(' ', '*'));
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Torture.Folder, file)))).ShouldBe(sum, file);
        }
        Torture.All.Count.ShouldBe(61);
    }

    [Theory, MemberData(nameof(ValidOnes))]
    public void Accepts_what_is_valid(string file)
    {
        SipParser.TryParse(Torture.Named(file).Octets, out var message, out var error).ShouldBeTrue(error?.Reason);
        (message is SipRequest).ShouldBe(Torture.Named(file).Kind == "request");
        message!.Headers.TryGetVias(out var vias).ShouldBeTrue();
        vias.ShouldNotBeEmpty();
        foreach (var field in message.Headers) field.Name.Name.ShouldNotBeEmpty();
    }

    [Theory, MemberData(nameof(RefusedOnes))]
    public void Tells_how_to_answer_what_is_not(string file)
    {
        var expected = Torture.Named(file);
        SipParser.TryParse(expected.Octets, out _, out var error).ShouldBeFalse();
        Torture.Allows(expected.Udp, error!.StatusCode.ToString()).ShouldBeTrue($"{error.StatusCode} {error.Reason}");
        error.Answerable.ShouldNotBeNull();
    }

    [Theory, MemberData(nameof(ValidOnes))]
    public void Writes_what_reads_as_the_same_message(string file)
    {
        SipParser.TryParse(Torture.Named(file).Octets, out var first, out _).ShouldBeTrue();
        SipParser.TryParse(first!.ToBytes(), out var second, out var error).ShouldBeTrue(error?.Reason);
        Same(first, second!);
    }

    internal static void Same(SipMessage first, SipMessage second)
    {
        second.GetType().ShouldBe(first.GetType());
        if (first is SipRequest request) ((SipRequest)second).ToString().ShouldBe(request.ToString());
        if (first is SipResponse response) ((SipResponse)second).ToString().ShouldBe(response.ToString());
        Lines(second).ShouldBe(Lines(first));
        second.Body.ToArray().ShouldBe(first.Body.ToArray());

        static IEnumerable<(string, string)> Lines(SipMessage message) =>
            message.Headers.Where(field => field.Name != SipHeaderName.ContentLength).Select(field => (field.Name.Name, field.Value));
    }

    [Theory, MemberData(nameof(Everything))]
    public void Never_throws_however_it_is_cut_or_bent(string file)
    {
        var octets = Torture.Named(file).Octets;
        for (var length = 0; length < octets.Length; length += 3) Read(octets[..length]);
        var random = new Random(file.Length * 31 + octets.Length);
        for (var round = 0; round < 300; round++)
        {
            var bent = (byte[])octets.Clone();
            for (var hit = random.Next(1, 6); hit > 0; hit--) bent[random.Next(bent.Length)] = (byte)random.Next(256);
            Read(bent);
        }

        static void Read(byte[] octets)
        {
            if (!SipParser.TryParse(octets, out var message, out var error))
            {
                if (error!.Answerable is { } request) SipResponse.Create(request, error.StatusCode).ToBytes();
                return;
            }
            _ = (message!.TopVia, message.From.ToString(), message.To.ToString(), message.CSeq, message.Contact, message.Expires);
            message.ToBytes();
        }
    }

    [Fact]
    public void Reads_the_short_tortuous_INVITE_to_the_letter()
    {
        SipParser.TryParse(Torture.Named("rfc4475/wsinv.dat").Octets, out var message, out _).ShouldBeTrue();
        var request = message.ShouldBeOfType<SipRequest>();
        request.From.DisplayName.ShouldBe("J Rosenberg \\\"");
        request.From.Tag.ShouldBe("98asjd8");
        request.MaxForwards.ShouldBe(68u);
        request.CSeq.ShouldBe(new CSeq(9, "INVITE"));
        request.TopVia!.Branch.ShouldBe("390skdjuw");
        request.Headers["NewFangledHeader"].ShouldBe("newfangled value continued newfangled value");
        request.Headers["UnknownHeaderWithUnusualValue"].ShouldBe(";;,,;;,;");
        request.Headers["Subject"].ShouldBe("");
        request.Contact!.Quality.ShouldBe(330);
        request.Contact.Parameters["newparam"].ShouldBe("newvalue");
        request.Headers.TryGetVias(out var vias).ShouldBeTrue();
        vias.Select(via => via.Branch).ShouldBe(["390skdjuw", "z9hG4bK9ikj8", "z9hG4bK30239"]);
        request.Headers.TryGetAddresses(SipHeaderName.Route, out var routes).ShouldBeTrue();
        routes[0].Uri.IsLooseRouter.ShouldBeTrue();
        request.Body.Length.ShouldBe(150);
    }

    [Fact]
    public void Does_not_cut_a_user_short_at_an_escaped_null()
    {
        SipParser.TryParse(Torture.Named("rfc4475/escnull.dat").Octets, out var message, out _).ShouldBeTrue();
        message!.Headers.TryGetAddresses(SipHeaderName.Contact, out var contacts).ShouldBeTrue();
        contacts[0].Uri.UserText.ShouldBe("\0");
        contacts[1].Uri.UserText.ShouldBe("\0\0");
        contacts[0].Uri.ShouldNotBe(contacts[1].Uri);
    }
}
