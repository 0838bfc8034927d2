using System.Text.RegularExpressions;

namespace Portal.Testing.Peers;

/// <summary>
/// A real phone without a sound card: baresip, speaking a WAV file and recording what it hears. Each has its own folder, SIP port
/// and control port, so any number run side by side. Every wait returns the oldest matching event that was not returned before.
/// </summary>
public sealed partial class Baresip : IAsyncDisposable
{
    private const int TraceInMessages = 8_000;
    private const string Modules = "/usr/lib/baresip/modules";

    private readonly BaresipAccount account;
    private readonly TemporaryFolder folder;
    private readonly PeerProcess process;
    private readonly BaresipControl control;

    private Baresip(BaresipAccount account, TemporaryFolder folder, PeerProcess process, BaresipControl control, int sipPort)
    {
        (this.account, this.folder, this.process, this.control) = (account, folder, process, control);
        Address = $"sip:{account.User}@127.0.0.1:{sipPort}";
        SipPort = sipPort;
    }

    /// <summary>Address at which it is reached directly, without a server.</summary>
    public string Address { get; }

    /// <summary>Port on 127.0.0.1 of its UDP and TCP listeners.</summary>
    public int SipPort { get; }

    /// <summary>Everything that happened so far, oldest first.</summary>
    public IReadOnlyList<BaresipEvent> Events => control.Events;

    /// <summary>Its log with every SIP message, for a failing test's message.</summary>
    public string Trace => process.Output;

    /// <summary>Starts a phone; skips the test where baresip is not installed.</summary>
    public static async Task<Baresip> StartAsync(BaresipAccount account)
    {
        var program = Peer.Require("baresip");
        for (var attempt = 1; ; attempt++)
        {
            if (await TryStartAsync(program, account, lastAttempt: attempt == 3) is { } phone)
            {
                return phone;
            }
        }
    }

    // A free port can be lost before baresip binds it, so that it ends at once: then try others.
    private static async Task<Baresip?> TryStartAsync(string program, BaresipAccount account, bool lastAttempt)
    {
        var (sipPort, controlPort) = (FreePort.Next(), FreePort.Next());
        var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["config"], Configuration(account, folder, sipPort, controlPort));
        await File.WriteAllTextAsync(folder["accounts"], account.Line(sipPort));
        await File.WriteAllTextAsync(folder["contacts"], "");
        var process = PeerProcess.Start(program, ["-f", folder.Path, "-v", "-s"], folder.Path);
        BaresipControl? control = null;
        await Eventually.TrueAsync(async () => (control = await BaresipControl.TryConnectAsync(controlPort)) is not null || process.HasExited);
        if (control is not null)
        {
            return new Baresip(account, folder, process, control, sipPort);
        }
        await process.ExitAsync(TimeSpan.FromSeconds(1));
        folder.Dispose();
        return lastAttempt ? throw new InvalidOperationException($"baresip does not start:\n{process.Output}") : null;
    }

    private static string Configuration(BaresipAccount account, TemporaryFolder folder, int sipPort, int controlPort) => $"""
        poll_method epoll
        sip_listen 127.0.0.1:{sipPort}
        net_interface 127.0.0.1
        call_local_timeout 120
        call_max_calls {account.MaxCalls}
        audio_player aubridge,silent
        audio_source {(account.Speaks is { } wave ? $"aufile,{wave}" : $"aufile,{WriteSilence(folder)}")}
        audio_alert aubridge,bell
        ausrc_srate 8000
        auplay_srate 8000
        ausrc_channels 1
        auplay_channels 1
        rtp_ports 10000-11999
        jitter_buffer_delay 2-8
        ringback_disabled yes
        snd_path {folder.Path}
        module_path {Modules}
        module g711.so
        module g722.so
        module srtp.so
        module aufile.so
        module aubridge.so
        module sndfile.so
        module_tmp uuid.so
        module_tmp account.so
        module_app menu.so
        module_app ctrl_tcp.so
        ctrl_tcp_listen 127.0.0.1:{controlPort}

        """;

    private static string WriteSilence(TemporaryFolder folder)
    {
        new Wave(new short[Wave.Rate * 120]).Write(folder["silence.wav"]);
        return folder["silence.wav"];
    }

    /// <summary>Waits until the registrar has accepted it.</summary>
    /// <remarks>It registers while it starts, and the event may be over before the control connection stands: what it prints counts too.</remarks>
    public Task WaitRegisteredAsync(TimeSpan? deadline = null) => Eventually.TrueAsync(
        () => Events.Any(happened => happened.Type == "REGISTER_OK") || Printed200().IsMatch(Trace), deadline, $"{account.User} registered");

    [GeneratedRegex(@"\{\d+/\w+/v\d\} 200 OK")]
    private static partial Regex Printed200();

    /// <summary>Waits until the registrar has refused it; returns the status line, such as <c>403 Forbidden</c>.</summary>
    /// <remarks>The event may be over before the control connection stands: then what it printed tells.</remarks>
    public Task<string> WaitRegistrationRefusedAsync(TimeSpan? deadline = null) => Eventually.ValueAsync(
        () => Task.FromResult(Events.FirstOrDefault(happened => happened.Type == "REGISTER_FAIL")?.Detail
            ?? (PrintedRefusal().Match(Trace) is { Success: true } printed ? printed.Groups[1].Value : null)), deadline, $"{account.User} refused");

    [GeneratedRegex(@"reg: \S+ ([3-6]\d\d .*?) \(")]
    private static partial Regex PrintedRefusal();

    /// <summary>Calls a full address, or a number or name in its own domain.</summary>
    public Task DialAsync(string target) =>
        CommandAsync("dial", target.Contains(':') ? target : $"sip:{target}@{account.Domain};transport={account.Transport}");

    /// <summary>Waits for a call that arrives here.</summary>
    public Task<BaresipEvent> WaitIncomingAsync(TimeSpan? deadline = null) => WaitAsync("CALL_INCOMING", deadline: deadline);

    /// <summary>Waits until the called phone rings (180).</summary>
    public Task<BaresipEvent> WaitRingingAsync(TimeSpan? deadline = null) => WaitAsync("CALL_RINGING", deadline: deadline);

    /// <summary>Waits until the call is answered, on either side.</summary>
    public Task<BaresipEvent> WaitEstablishedAsync(TimeSpan? deadline = null) => WaitAsync("CALL_ESTABLISHED", deadline: deadline);

    /// <summary>Waits for the end of a call; <see cref="BaresipEvent.Detail"/> is the status line of a refusal (<c>486 Busy Here</c>)
    /// or <c>Connection reset by peer</c> (the other side hung up) or <c>by user</c> (this one did).</summary>
    public Task<BaresipEvent> WaitClosedAsync(TimeSpan? deadline = null) => WaitAsync("CALL_CLOSED", deadline: deadline);

    /// <summary>Waits for digits pressed at the other end and returns them.</summary>
    public async Task<string> WaitDigitsAsync(int count, TimeSpan? deadline = null)
    {
        var digits = "";
        while (digits.Length < count)
        {
            digits += (await WaitAsync("CALL_DTMF_START", deadline: deadline)).Detail;
        }
        return digits;
    }

    /// <summary>Waits for any event by baresip's name of it. The deadline's <see cref="TimeoutException"/> carries all events and the end of the SIP trace.</summary>
    public async Task<BaresipEvent> WaitAsync(string type, Func<BaresipEvent, bool>? fits = null, TimeSpan? deadline = null)
    {
        var limit = deadline ?? Eventually.Deadline;
        return await control.NextAsync(happened => happened.Type == type && (fits?.Invoke(happened) ?? true), limit)
            ?? throw new TimeoutException($"{account.User}: no {type} within {limit.TotalSeconds:0.#} s. Events:\n{string.Join('\n', Events)}\n…{Trace[Math.Max(0, Trace.Length - TraceInMessages)..]}");
    }

    /// <summary>Answers the call that rings here.</summary>
    public Task AnswerAsync() => CommandAsync("accept");

    /// <summary>Ends the call, gives up a call that rings there, or refuses one that rings here (always with 486).</summary>
    public Task HangUpAsync() => CommandAsync("hangup");

    /// <summary>Lets sound flow for a while; it does so in real time, so this is the one wait that has no condition.</summary>
    public static Task TalkAsync(TimeSpan duration) => Task.Delay(duration);

    /// <summary>Puts the other side on hold by a re-INVITE with <c>a=sendonly</c>.</summary>
    public Task HoldAsync() => CommandAsync("hold");

    /// <summary>Takes the call back from hold.</summary>
    public Task ResumeAsync() => CommandAsync("resume");

    /// <summary>Transfers the other side by REFER.</summary>
    public Task TransferAsync(string target) => CommandAsync("transfer", target);

    /// <summary>Presses keys in the call, sent as RTP telephone-events: what arrives proves that media flows.</summary>
    public async Task PressAsync(string digits)
    {
        foreach (var digit in digits)
        {
            await CommandAsync("sndcode", digit.ToString());
        }
    }

    /// <summary>Gives any command of baresip's menu; returns what it printed.</summary>
    public Task<string> CommandAsync(string command, string parameters = "") => control.AskAsync(command, parameters);

    /// <summary>
    /// What it heard in its last call that has ended. Baresip 1.0 stops recording at the first re-INVITE in a call,
    /// so after a hold prove media by <see cref="PressAsync"/> instead.
    /// </summary>
    public async Task<Wave> HeardAsync()
    {
        var wave = await Eventually.ValueAsync(() => Task.FromResult(
            Directory.GetFiles(folder.Path, "dump-*-dec.wav").Order(StringComparer.Ordinal).LastOrDefault() is { } path ? Wave.TryRead(path) : null));
        return wave;
    }

    /// <summary>Unregisters, ends its calls and stops.</summary>
    public async Task StopAsync()
    {
        await CommandAsync("quit");
        await process.ExitAsync(Eventually.Deadline);
    }

    /// <summary>Pulls the plug: no unregistration, no BYE.</summary>
    public async ValueTask DisposeAsync()
    {
        control.Dispose();
        await process.DisposeAsync();
        folder.Dispose();
    }
}
