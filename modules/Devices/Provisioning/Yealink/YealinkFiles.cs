using System.Globalization;
using Portal.Devices.Domain;

namespace Portal.Devices.Provisioning.Yealink;

/// <summary>A phone's configuration in Yealink's words.</summary>
internal static class YealinkFiles
{
    private const int BlankKey = 0, SpeedDialKey = 13, LineKey = 15;

    /// <summary><c>y0000000000NN.cfg</c>: the same for every phone of a model, for anybody to read, so without any secret.</summary>
    public static ProvisionedFile Common(YealinkGeneration generation)
    {
        var lines = new YealinkLineWriter();
        System(lines, generation, "auto_provision.power_on", "1");
        System(lines, generation, "auto_provision.repeat.enable", "1");
        System(lines, generation, "auto_provision.repeat.minutes", "1440");
        lines.Line("sip.notify_reboot_enable", 0)          // a check-sync re-reads the files and reboots only when told to
            .Line("features.action_uri.enable", false)      // commands over HTTP from anybody in the network
            .Line("features.enhanced_dss_keys.enable", false) // no macros, so no text can be one
            .Line("call_waiting.enable", true)
            .Line("features.missed_call_popup.enable", true);
        return ProvisionedFile.Text(lines.ToString());
    }

    /// <summary><c>{mac}.cfg</c>: accounts, keys, clock.</summary>
    public static ProvisionedFile Account(PhoneConfiguration phone, YealinkGeneration generation)
    {
        var lines = new YealinkLineWriter();
        foreach (var account in phone.Accounts)
        {
            Account(lines, account, phone);
            Codecs(lines, account.Line, phone.Codecs, generation);
        }

        // An account that was taken away must be switched off in so many words: what is not named keeps its value.
        for (var line = phone.Accounts.Count + 1; line <= phone.Model.Accounts; line++)
        {
            lines.Line($"account.{line}.enable", false);
            foreach (var name in (string[])["label", "display_name", "user_name", "auth_name", "password"])
            {
                lines.Reset($"account.{line}.{name}");
            }
        }

        foreach (var key in phone.Keys)
        {
            Key(lines, key);
        }

        Clock(lines, phone.Clock);
        if (phone.Country == "GB")
        {
            lines.Line("voice.tone.country", "Great Britain");
        }

        return ProvisionedFile.Text(lines.ToString());
    }

    private static void Account(YealinkLineWriter lines, PhoneAccount account, PhoneConfiguration phone)
    {
        var x = "account." + account.Line.ToString(CultureInfo.InvariantCulture);
        lines.Line(x + ".enable", true)
            .Line(x + ".label", account.Label)
            .Line(x + ".display_name", account.DisplayName)
            .Line(x + ".user_name", account.User)
            .Line(x + ".auth_name", account.User)
            .Line(x + ".password", account.Password)
            // The domain goes into the messages; the proxy is where they are sent.
            .Line(x + ".sip_server.1.address", account.Domain)
            .Line(x + ".sip_server.1.port", phone.Registrar.Port)
            .Line(x + ".sip_server.1.transport_type", 0)
            .Line(x + ".sip_server.1.expires", account.Expires)
            .Line(x + ".outbound_proxy_enable", true)
            .Line(x + ".outbound_proxy.1.address", phone.Registrar.Host)
            .Line(x + ".outbound_proxy.1.port", phone.Registrar.Port)
            .Line(x + ".nat.rport", true)
            .Line(x + ".dtmf.type", 1)
            .Line(x + ".cid_source", 2)
            .Line(x + ".session_timer.enable", true)
            .Line(x + ".missed_calllog", true)
            .Line(x + ".ringtone.ring_type", phone.Ringer == 0 ? "common" : $"Ring{phone.Ringer}.wav");
    }

    private static void Codecs(YealinkLineWriter lines, int account, IReadOnlyList<Codec> codecs, YealinkGeneration generation)
    {
        foreach (var (codec, rank) in codecs.Select((c, i) => (c, i + 1)))
        {
            if (generation.KnowsStatic())
            {
                var name = $"account.{account}.codec.{codec.ToString().ToLowerInvariant()}";
                lines.Line(name + ".enable", true).Line(name + ".priority", rank);
            }

            if (generation.KnowsPlain())
            {
                var name = $"account.{account}.codec.{rank}";
                lines.Line(name + ".enable", true)
                    .Line(name + ".payload_type", codec.ToString().ToUpperInvariant())
                    .Line(name + ".priority", rank)
                    .Line(name + ".rtpmap", codec switch { Codec.Pcmu => 0, Codec.Pcma => 8, Codec.G722 => 9, _ => 18 });
            }
        }
    }

    private static void Key(YealinkLineWriter lines, PhoneKey key)
    {
        var name = "linekey." + key.Position.ToString(CultureInfo.InvariantCulture);
        switch (key.Kind)
        {
            case PhoneKeyKind.Line:
                lines.Line(name + ".type", LineKey).Line(name + ".line", key.Line).Line(name + ".label", key.Label);
                break;
            case PhoneKeyKind.SpeedDial:
                lines.Line(name + ".type", SpeedDialKey).Line(name + ".line", key.Line)
                    .Line(name + ".value", key.Value).Line(name + ".label", key.Label);
                break;
            default:
                // Fresh from the factory, the first keys are lines: a blank one has to say so.
                lines.Line(name + ".type", BlankKey).Line(name + ".line", 0).Line(name + ".value", "").Line(name + ".label", "");
                break;
        }
    }

    private static void Clock(YealinkLineWriter lines, PhoneClock clock)
    {
        lines.Line("local_time.time_zone", Hours(clock.Offset));
        if (clock.Summer is not { } summer)
        {
            lines.Line("local_time.summer_time", 0);
            return;
        }

        lines.Line("local_time.summer_time", 1)
            .Line("local_time.dst_time_type", 1)
            .Line("local_time.start_time", Turn(summer.Starts))
            .Line("local_time.end_time", Turn(summer.Ends))
            .Line("local_time.offset_time", (int)summer.Delta.TotalMinutes);
    }

    private static string Hours(TimeSpan offset) =>
        (offset < TimeSpan.Zero ? "-" : "+") + Math.Abs(offset.Hours).ToString(CultureInfo.InvariantCulture)
        + (offset.Minutes == 0 ? "" : ":" + Math.Abs(offset.Minutes).ToString("00", CultureInfo.InvariantCulture));

    // Month/week/day/hour, where the week begins on Monday (1) and week 5 is the last.
    private static string Turn(ClockTurn turn) => string.Create(CultureInfo.InvariantCulture,
        $"{turn.Month}/{turn.Week}/{(turn.Day == DayOfWeek.Sunday ? 7 : (int)turn.Day)}/{turn.Hour}");

    private static void System(YealinkLineWriter lines, YealinkGeneration generation, string name, string value)
    {
        if (generation.KnowsStatic())
        {
            lines.Line("static." + name, value);
        }

        if (generation.KnowsPlain())
        {
            lines.Line(name, value);
        }
    }
}
