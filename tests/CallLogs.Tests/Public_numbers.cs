using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.CallLogs.Data;
using Portal.CallLogs.Domain;
using Portal.Modularity;
using Portal.Telephony.Contracts;
using Portal.Tenancy.Contracts;
using Portal.TestHost;

namespace Portal.CallLogs.Tests;

/// <summary>A public number is one number, however it was dialled and however it is typed.</summary>
public class Public_numbers
{
    private const string Full = "+442079460101";
    private readonly Office _office = new();

    [Theory]
    [InlineData("+442079460101", Full)]
    [InlineData("00442079460101", Full)]
    [InlineData("02079460101", Full)]
    [InlineData("020 7946 0101", Full)]
    [InlineData("2001", null)]
    [InlineData("999", null)]
    [InlineData("*21", null)]
    [InlineData("", null)]
    [InlineData("+999123", null)]
    public void Are_kept_in_E164(string dialled, string? kept)
    {
        var call = LoggedCall.From(_office.Call(Office.Line(_office.John), Office.Outside(dialled), Office.Noon, dialled: dialled), "GB");
        call.DialledE164.ShouldBe(kept);
        call.Dialled.ShouldBe(dialled);
        LoggedCall.From(_office.Call(Office.Outside(dialled), Office.Line(_office.John), Office.Noon), "GB").CallerE164.ShouldBe(kept);
    }

    [Fact]
    public void Never_are_an_extension_that_looks_like_one()
    {
        var called = new CallParty("02079460101", "Odd", EmployeeId.New(), _office.London);
        LoggedCall.From(_office.Call(Office.Line(_office.John), called, Office.Noon), "GB").DialledE164.ShouldBeNull();
    }

    [Fact]
    public void Are_what_the_switch_has_found_out()
    {
        // Dialled with the digit for an outside line: only the switch knows what that means.
        var record = _office.Call(Office.Line(_office.John), Office.Line(_office.Jane), Office.Noon, dialled: "902079460101") with { DialledE164 = Full };
        LoggedCall.From(record, "GB").DialledE164.ShouldBe(Full);
    }

    [Theory]
    [InlineData("020 7946 0101")]
    [InlineData("02079460101")]
    [InlineData("+44 20 7946 0101")]
    [InlineData("+44 (0)20 7946 0101")]
    [InlineData("0044 20 7946 0101")]
    [InlineData("7946 0101")]
    public async Task Are_found_and_shown_as_people_of_the_country_write_them(string typed)
    {
        await using var portal = await _office.OpenAsync(AcmeIsBritish);
        var now = DateTimeOffset.UtcNow.AddMinutes(-5);
        await Office.StoreAsync(portal,
            _office.Call(Office.Line(_office.John), Office.Outside("02079460101"), now, dialled: "02079460101"),
            _office.Call(Office.Outside("00442079460101"), Office.Line(_office.Jane), now),
            _office.Call(Office.Line(_office.John), Office.Outside("01632960011"), now, dialled: "01632960011"));
        var page = await portal.ClientFor(_office.AcmeAdmin).GetStringAsync("/call-logs?q=" + Uri.EscapeDataString(typed));
        page.Split("class=\"row-link\"").Length.ShouldBe(3);
        page.ShouldContain("020 7946 0101");
        page.ShouldNotContain("960011");
        (await portal.ClientFor(_office.Operator).GetStringAsync("/call-logs")).ShouldContain("&#x2B;44 20 7946 0101");

        var file = await portal.ClientFor(_office.AcmeAdmin).GetStringAsync("/call-logs/export?period=today");
        file.Split("\r\n").Count(l => l.Contains("'" + Full, StringComparison.Ordinal) || l.Contains("," + Full, StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task Are_kept_when_a_call_is_recorded_by_the_switch()
    {
        await using var portal = await _office.OpenAsync(AcmeIsBritish);
        portal.Services.GetRequiredService<ICallRecordSink>().Add(_office.Call(Office.Line(_office.John), null, DateTimeOffset.UtcNow, CallResult.UnknownNumber, dialled: "02079460101"));
        await Testing.Eventually.TrueAsync(async () => await Office.StoredAsync(portal) == 1);
        (await portal.AsSystemAsync(s => s.GetRequiredService<CallLogsDb>().Calls.SingleAsync())).DialledE164.ShouldBe(Full);
    }

    [Fact]
    public void Of_a_group_without_a_treatment_are_told_in_plain_words()
    {
        var record = _office.Call(Office.Line(_office.John), null, Office.Noon, CallResult.Refused, dialled: "02079460101") with
        {
            StatusCode = 480, Reasons = [$"{Full} is the number of a group.", "02079460101 is the number of a group that takes no calls yet."],
        };
        CallStory.Summary(LoggedCall.From(record, "GB")).ShouldBe("Temporarily unavailable (480): 02079460101 is the number of a group that takes no calls yet.");
    }

    private void AcmeIsBritish(TestPortalOptions options)
    {
        var people = options.Services!;
        options.Services = services =>
        {
            people(services);
            services.AddSingleton<INumberDirectory>(new Britain(_office.Acme));
        };
    }

    private sealed class Britain(CompanyId company) : INumberDirectory
    {
        public NumberSummary? Find(string e164) => null;

        public string? PrimaryOf(NumberOwner owner) => null;

        public string? CountryOf(CompanyId of) => of == company ? "GB" : null;
    }
}
