using Portal.CallLogs.Demo;
using Portal.Telephony.Contracts;

namespace Portal.CallLogs.Tests;

public class Demo_history
{
    private readonly Office _office = new();

    private CallRecord[] Make(int count = 2_500) =>
        [.. new CallHistory(_office.Acme, [_office.John, _office.Jane, _office.Emily, _office.Bella], TimeZoneInfo.Utc, Office.Noon, seed: 1).Make(count)];

    [Fact]
    public void Is_the_same_for_the_same_moment() => Make().Select(c => (c.Id, c.StartedAt, c.Result)).ShouldBe(Make().Select(c => (c.Id, c.StartedAt, c.Result)));

    [Fact]
    public void Covers_thirty_days_and_ends_before_now()
    {
        var calls = Make();
        calls.Length.ShouldBe(2_500);
        calls.ShouldAllBe(c => c.StartedAt > Office.Noon.AddDays(-31) && c.StartedAt < Office.Noon);
        calls.Select(c => c.StartedAt.Date).Distinct().Count().ShouldBeGreaterThan(22);
    }

    [Fact]
    public void Looks_like_an_office()
    {
        var calls = Make();
        var byHour = calls.CountBy(c => c.StartedAt.Hour).ToDictionary();
        byHour[10].ShouldBeGreaterThan(byHour[13] * 3 / 2, "there is a lunch break");
        calls.Count(c => c.StartedAt.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday).ShouldBeLessThan(calls.Length / 10);
        calls.Count(c => c.Result == CallResult.Answered).ShouldBeInRange(1_700, 2_200);
        calls.Select(c => c.Result).Distinct().Count().ShouldBeGreaterThan(7);
    }

    [Fact]
    public void Calls_nobody_who_exists() => Make()
        .SelectMany(c => new[] { c.Caller.Number, c.Dialled }).Where(n => n.StartsWith('+'))
        .ShouldAllBe(n => n.StartsWith("+4420794601") || n.StartsWith("+441632960"));

    [Fact]
    public void Has_calls_for_a_company_of_one() =>
        new CallHistory(_office.Beta, [_office.Bella], TimeZoneInfo.Utc, Office.Noon, seed: 1).Make(300).Count().ShouldBe(300);

    [Fact]
    public void Adds_up()
    {
        foreach (var call in Make())
        {
            (call.EndedAt - call.StartedAt).TotalMilliseconds.ShouldBe(call.RingMilliseconds + call.TalkMilliseconds);
            (call.Result == CallResult.Answered).ShouldBe(call.AnsweredBy is not null && call.StatusCode == 200);
            call.Caller.Employee.ShouldNotBe(call.AnsweredBy?.Employee ?? default(Modularity.EmployeeId));
        }
    }
}
