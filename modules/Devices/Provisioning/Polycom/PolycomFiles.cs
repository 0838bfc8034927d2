using Portal.Devices.Domain;

namespace Portal.Devices.Provisioning.Polycom;

/// <summary>A phone's configuration in Polycom's words (UCS 5).</summary>
internal static class PolycomFiles
{
    /// <summary>Named by every master file; the same for all phones, so without any secret.</summary>
    public const string CommonName = "polycom-common.cfg";

    /// <summary>What follows the MAC in the name of the file with accounts and keys.</summary>
    public const string AccountSuffix = "-account.cfg";

    /// <summary><c>{mac}.cfg</c>, or <c>000000000000.cfg</c> when <paramref name="mac"/> is null: which files to read. The first to name a setting wins.</summary>
    public static ProvisionedFile Master(MacAddress? mac)
    {
        using var xml = new PolycomXmlWriter("APPLICATION");
        xml.Set("APP_FILE_PATH", "sip.ld")
            .Set("CONFIG_FILES", mac is { } own ? $"{own.Hex}{AccountSuffix}, {CommonName}" : CommonName)
            .Set("MISC_FILES", "");
        foreach (var directory in (string[])["LOG_FILE", "OVERRIDES", "CONTACTS", "LICENSE", "USER_PROFILES", "CALL_LISTS"])
        {
            xml.Set(directory + "_DIRECTORY", "");
        }

        return xml.Finish();
    }

    public static ProvisionedFile Common()
    {
        using var xml = new PolycomXmlWriter("polycomConfig");
        xml.Set("lineKey.reassignment.enabled", true)
            .Set("feature.enhancedFeatureKeys.enabled", false)   // no macros, so no text can be one
            .Set("voIpProt.SIP.specialEvent.checkSync.alwaysReboot", false)
            .Set("call.callWaiting.enable", true)
            .Set("prov.polling.enabled", true)
            .Set("prov.polling.mode", "random")
            .Set("prov.polling.period", 86400);
        return xml.Finish();
    }

    /// <summary><c>{mac}-account.cfg</c>: accounts, keys, codecs, clock. What is absent goes back to the factory's value.</summary>
    public static ProvisionedFile Account(PhoneConfiguration phone)
    {
        using var xml = new PolycomXmlWriter("polycomConfig");
        foreach (var account in phone.Accounts)
        {
            Account(xml, account, phone);
        }

        foreach (var key in phone.Keys)
        {
            Key(xml, key);
        }

        foreach (var (codec, rank) in phone.Codecs.Select((c, i) => (c, i + 1)))
        {
            xml.Set("voice.codecPref." + codec switch
            {
                Codec.G722 => "G722",
                Codec.Pcma => "G711_A",
                Codec.Pcmu => "G711_Mu",
                _ => "G729_AB",
            }, rank);
        }

        Clock(xml, phone.Clock);
        return xml.Finish();
    }

    private static void Account(PolycomXmlWriter xml, PhoneAccount account, PhoneConfiguration phone)
    {
        var x = FormattableString.Invariant($"reg.{account.Line}");
        xml.Set(x + ".displayName", account.DisplayName)
            .Set(x + ".label", account.Label)
            .Set(x + ".address", account.User)
            .Set(x + ".auth.userId", account.User)
            .Set(x + ".auth.password", account.Password)
            .Set(x + ".type", "private")
            // The domain goes into the messages; the proxy is where they are sent.
            .Set(x + ".server.1.address", account.Domain)
            .Set(x + ".server.1.port", phone.Registrar.Port)
            .Set(x + ".server.1.transport", "UDPOnly")
            .Set(x + ".server.1.register", true)
            .Set(x + ".server.1.expires", account.Expires)
            .Set(x + ".outboundProxy.address", phone.Registrar.Host)
            .Set(x + ".outboundProxy.port", phone.Registrar.Port)
            .Set(x + ".outboundProxy.transport", "UDPOnly")
            .Set(x + ".lineKeys", 1)
            .Set(x + ".ringType", phone.Ringer == 0 ? "default" : $"ringer{phone.Ringer}")
            .Set(FormattableString.Invariant($"call.missedCallTracking.{account.Line}.enabled"), true);
    }

    private static void Key(PolycomXmlWriter xml, PhoneKey key)
    {
        var name = FormattableString.Invariant($"lineKey.{key.Position}");
        switch (key.Kind)
        {
            case PhoneKeyKind.Line:
                xml.Set(name + ".category", "Line").Set(name + ".index", key.Line);
                break;
            case PhoneKeyKind.SpeedDial:
                // The numbers themselves are favourites of the directory; 0 takes the next one.
                xml.Set(name + ".category", "SpeedDial").Set(name + ".index", 0);
                break;
            default:
                xml.Set(name + ".category", "Unassigned");
                break;
        }
    }

    private static void Clock(PolycomXmlWriter xml, PhoneClock clock)
    {
        const string Sntp = "tcpIpApp.sntp.";
        xml.Set(Sntp + "gmtOffset", (int)clock.Offset.TotalSeconds)
            .Set(Sntp + "gmtOffset.overrideDHCP", true)
            .Set(Sntp + "daylightSavings.enable", clock.Summer is not null);
        if (clock.Summer is not { } summer)
        {
            return;
        }

        xml.Set(Sntp + "daylightSavings.fixedDayEnable", false);
        Turn(xml, Sntp + "daylightSavings.start", summer.Starts);
        Turn(xml, Sntp + "daylightSavings.stop", summer.Ends);
    }

    private static void Turn(PolycomXmlWriter xml, string name, ClockTurn turn) =>
        xml.Set(name + ".month", turn.Month)
            // Not a date but the first day the weekday may fall on: 1, 8, 15 or 22 for the first to the fourth.
            .Set(name + ".date", Math.Min(turn.Week, 4) * 7 - 6)
            .Set(name + ".dayOfWeek", (int)turn.Day + 1)
            .Set(name + ".dayOfWeek.lastInMonth", turn.IsLast)
            .Set(name + ".time", turn.Hour);
}
