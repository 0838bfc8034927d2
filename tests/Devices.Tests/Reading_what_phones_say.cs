using System.Diagnostics;
using Portal.Devices.Domain;
using Portal.Devices.Provisioning;

namespace Portal.Devices.Tests;

public class Reading_what_phones_say
{
    [Theory]
    [InlineData("Yealink SIP-T46G 28.83.0.130 00:15:65:aa:bb:cc", "Yealink", "T46G", "28.83.0.130")]
    [InlineData("yealink SIP-T46G  28.83.0.130 00:15:65:aa:bb:cc", "Yealink", "T46G", "28.83.0.130")]
    [InlineData("Yealink SIP VP-T49G 51.80.0.75 00:15:65:aa:bb:cc", "Yealink", "SIP", "51.80.0.75")]
    [InlineData("Yealink W60B 77.85.0.20 80:5e:c0:aa:bb:cc", "Yealink", "W60B", "77.85.0.20")]
    [InlineData("Yealink-T46G 28.71.0.81 28.1.0.128.0.0.0", "Yealink", "T46G", "28.71.0.81")]
    [InlineData("Yealink SIP-T58 58.85.0.5 805ec0aabbcc", "Yealink", "T58", "58.85.0.5")]
    [InlineData("FileTransport PolycomVVX-VVX_411-UA/5.9.5.0614 Type/Application", "Polycom", "VVX 411", "5.9.5.0614")]
    [InlineData("FileTransport PolycomVVX-VVX_411-UA/5.9.5.0614 (SN:0004f2aabbcc) Type/Application", "Polycom", "VVX 411", "5.9.5.0614")]
    [InlineData("FileTransport PolycomVVX-VVX_411-UA/5.8.5.1200 Type/Updater", "Polycom", "VVX 411", null)]
    [InlineData("PolycomVVX-VVX_411-UA/5.9.5.0614", "Polycom", "VVX 411", "5.9.5.0614")]
    [InlineData("curl/8.0", null, null, null)]
    [InlineData("", null, null, null)]
    public void Finds_make_model_and_firmware(string userAgent, string? vendor, string? model, string? firmware)
    {
        var read = PhoneUserAgent.Read(userAgent);
        (read.Vendor?.ToString()).ShouldBe(vendor);
        read.Model.ShouldBe(model);
        read.Firmware.ShouldBe(firmware);
    }

    [Fact]
    public void Takes_no_longer_for_ten_kilobytes_of_rubbish()
    {
        var clock = Stopwatch.StartNew();
        foreach (var rubbish in (string[])[new string('.', 10_000), "Yealink " + new string('1', 10_000), string.Concat(Enumerable.Repeat("Poly-/", 2000))])
        {
            PhoneUserAgent.Read(rubbish).Firmware.ShouldBeNull();
        }

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("00:15:65:00:20:01"), InlineData("00-15-65-00-20-01"), InlineData("001565002001"), InlineData("0015.6500.2001"), InlineData(" 00:15:65:00:20:01 ")]
    public void Takes_a_MAC_address_in_every_form(string text)
    {
        MacAddress.TryParse(text, out var mac).ShouldBeTrue();
        mac.Value.Hex.ShouldBe("001565002001");
        mac.Value.Label.ShouldBe("00:15:65:00:20:01");
    }

    [Theory, InlineData(""), InlineData("00:15:65"), InlineData("00:15:65:00:20:0g"), InlineData("00:15:65:00:20:01:02"), InlineData("001565002001'--")]
    public void Refuses_what_is_no_MAC_address(string text) => MacAddress.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("Europe/London", 0, 3, 10, 1, 2), InlineData("Europe/Berlin", 1, 3, 10, 2, 3), InlineData("America/New_York", -5, 3, 11, 2, 2)]
    public void Turns_a_time_zone_into_rules(string zone, int hours, int start, int end, int startHour, int endHour)
    {
        var clock = PhoneClock.Of(zone);
        clock.Offset.ShouldBe(TimeSpan.FromHours(hours));
        var summer = clock.Summer.ShouldNotBeNull();
        (summer.Starts.Month, summer.Ends.Month, summer.Starts.Hour, summer.Ends.Hour).ShouldBe((start, end, startHour, endHour));
        summer.Starts.Day.ShouldBe(DayOfWeek.Sunday);
    }

    [Theory, InlineData("Asia/Kolkata"), InlineData("Etc/UTC"), InlineData("No/Where")]
    public void Knows_zones_without_summer_time(string zone) => PhoneClock.Of(zone).Summer.ShouldBeNull();
}
