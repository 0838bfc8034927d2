using System.Net;
using Portal.CallLogs.Domain;
using Portal.Telephony.Contracts;
using Portal.Testing.Clock;

namespace Portal.CallLogs.Tests;

public class Telling_a_call
{
    private readonly Office _office = new();

    [Theory]
    [InlineData(0, "00:00")]
    [InlineData(1, "00:01")]
    [InlineData(59_999, "00:59")]
    [InlineData(133_000, "02:13")]
    [InlineData(3_600_000, "1:00:00")]
    [InlineData(-5, "00:00")]
    public void Writes_durations_as_a_phone_does(long milliseconds, string text) => CallWords.Duration(milliseconds).ShouldBe(text);

    [Theory]
    [InlineData(CallResult.Answered, "Jane Jones (2002) answered after 5 seconds. They talked for 1 minute; John Smith (2001) hung up.")]
    [InlineData(CallResult.Busy, "Busy here (486): every phone of Jane Jones (2002) that could be reached was in a call.")]
    [InlineData(CallResult.NoAnswer, "Temporarily unavailable (480): Jane Jones (2002) did not answer. It rang for 5 seconds.")]
    [InlineData(CallResult.Refused, "Temporarily unavailable (480): Rings Jane Jones")]
    public void Says_in_plain_words_what_happened(CallResult result, string words) =>
        CallStory.Summary(LoggedCall.From(_office.Call(Office.Line(_office.John), Office.Line(_office.Jane), Office.Noon, result))).ShouldBe(words);

    [Theory]
    [InlineData("transfer", "the call was transferred.")]
    [InlineData("transferred", "the transferred party hung up.")]
    public void Says_that_a_call_was_transferred(string endedBy, string words) =>
        CallStory.Summary(LoggedCall.From(_office.Call(Office.Line(_office.John), Office.Line(_office.Jane), Office.Noon, CallResult.Answered) with { EndedBy = endedBy })).ShouldEndWith(words);

    [Theory, MemberData(nameof(Results))]
    public void Has_words_and_an_icon_for_every_result(CallResult result)
    {
        CallWords.Badge(result).Icon.ShouldNotBeNullOrEmpty();
        CallStatus.All.Count(s => s.Results.Contains(result)).ShouldBe(1);
        CallStory.Summary(LoggedCall.From(_office.Call(Office.Outside(""), null, Office.Noon, result))).ShouldNotBeNullOrWhiteSpace();
    }

    public static TheoryData<CallResult> Results => [.. Enum.GetValues<CallResult>()];

    [Fact]
    public async Task Shows_times_to_the_millisecond_and_the_path()
    {
        await using var portal = await _office.OpenAsync(o => o.Clock = new ManualTimeProvider(Office.Noon));
        var at = Office.Noon.AddHours(-1).AddMilliseconds(123);
        var call = _office.Call(Office.Line(_office.John), Office.Line(_office.Jane), at, reached: Office.Line(_office.Emily)) with
        {
            Reasons = ["2002 belongs to Jane Jones", "Jane Jones forwards all calls to 2101"],
            Diversions = [new Diversion("2002", "2101", "unconditional")],
        };
        await Office.StoreAsync(portal, call);
        using var anna = portal.ClientFor(_office.AcmeAdmin);

        var page = WebUtility.HtmlDecode(await anna.GetStringAsync($"/call-logs/{call.Id}"));
        page.ShouldContain("11:00:00.123");
        page.ShouldContain("11:00:05.123");
        page.ShouldContain("+5.000 s");
        page.ShouldContain("<li>Jane Jones forwards all calls to 2101</li>");
        page.ShouldContain("From 2002 to 2101");
        page.ShouldContain("Emily Walker (2101) answered after 5 seconds");
    }
}
