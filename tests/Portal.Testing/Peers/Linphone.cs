using System.Text.RegularExpressions;

namespace Portal.Testing.Peers;

/// <summary>
/// A second kind of real phone: linphonec, the console form of Linphone. It has no sound card and reads and writes files instead. Each has its own home folder and
/// ports. What it does is seen in what it prints; every wait goes on from where the last one ended.
/// </summary>
public sealed partial class Linphone : IAsyncDisposable
{
    private readonly TemporaryFolder folder;
    private readonly PeerProcess process;
    private readonly string user;
    private int read;

    private Linphone(TemporaryFolder folder, PeerProcess process, string user, int sipPort)
    {
        (this.folder, this.process, this.user, SipPort) = (folder, process, user, sipPort);
    }

    /// <summary>Port on 127.0.0.1 of its UDP and TCP listeners.</summary>
    public int SipPort { get; }

    /// <summary>Every SIP message that it sent and got, as its log has them.</summary>
    public string Trace => File.Exists(folder["log.txt"]) ? ReadShared(folder["log.txt"]) : "";

    /// <summary>Starts a phone that registers at once; skips the test where linphonec is not installed.</summary>
    /// <param name="server">Registrar and proxy as <c>address:port</c>.</param>
    /// <param name="transport"><c>udp</c> or <c>tcp</c>.</param>
    public static async Task<Linphone> StartAsync(string user, string domain, string password, string server, string transport = "udp")
    {
        Peer.Require("linphonec");
        var folder = new TemporaryFolder();
        var (sipPort, rtpPort) = (FreePort.Next(), FreePort.Next());
        Directory.CreateDirectory(folder[".local/share/linphone"]);
        await File.WriteAllTextAsync(folder["rc"], Configuration(user, domain, password, $"<sip:{server};transport={transport}>", sipPort, rtpPort));
        // It reads commands from its standard input and ends with it: a named pipe, opened for reading and writing, has no end.
        var process = PeerProcess.Start("/bin/sh",
            ["-c", "mkfifo commands && export HOME=\"$PWD\" && unset XDG_DATA_HOME XDG_CONFIG_HOME && exec linphonec -S -c rc -d 6 -l log.txt <>commands"], folder.Path);
        var phone = new Linphone(folder, process, user, sipPort);
        await Eventually.TrueAsync(() => File.Exists(folder["commands"]));
        await phone.CommandAsync("soundcard use files");
        await phone.WaitPrintedAsync("Using wav files");
        return phone;
    }

    private static string Configuration(string user, string domain, string password, string server, int sipPort, int rtpPort) => $"""
        [sip]
        sip_port={sipPort}
        sip_tcp_port={sipPort}
        sip_tls_port=0
        use_ipv6=0
        register_only_when_network_is_up=0
        default_proxy=0
        media_encryption=none

        [net]
        firewall_policy=0

        [rtp]
        audio_rtp_port={rtpPort}

        [proxy_0]
        reg_proxy={server}
        reg_route={server}
        reg_identity=sip:{user}@{domain}
        reg_expires=600
        reg_sendregister=1
        publish=0

        [auth_info_0]
        username={user}
        passwd={password}
        realm={domain}

        """;

    /// <summary>Waits until the registrar has accepted it.</summary>
    public Task WaitRegisteredAsync() => Eventually.TrueAsync(() => Registered().IsMatch(Trace), asked: $"{user} registered");

    // The log has "200" with the CSeq of a REGISTER some lines below.
    [GeneratedRegex(@"SIP/2\.0 200 [^\n]*\n(?:[^\n]+\n)*?CSeq: \d+ REGISTER", RegexOptions.IgnoreCase)]
    private static partial Regex Registered();

    /// <summary>Calls an address.</summary>
    public Task DialAsync(string address) => CommandAsync($"call {address}");

    /// <summary>Waits for a call that arrives here.</summary>
    public Task WaitIncomingAsync() => WaitPrintedAsync("Receiving new incoming call");

    /// <summary>Waits until the called phone rings.</summary>
    public Task WaitRingingAsync() => WaitPrintedAsync("ringing.");

    /// <summary>Waits until media is agreed: after the answer, and after a hold has ended.</summary>
    public Task WaitMediaAsync() => WaitPrintedAsync("Media streams established");

    /// <summary>Waits until the other side has put it on hold.</summary>
    public Task WaitHeldAsync() => WaitPrintedAsync("paused by");

    /// <summary>Waits for the end of a call.</summary>
    public Task WaitEndedAsync() => WaitPrintedAsync(" ended (");

    /// <summary>Waits for a key pressed at the other end.</summary>
    public Task WaitDigitAsync(char digit) => WaitPrintedAsync($"Receiving tone {digit}");

    /// <summary>Answers the call that rings here.</summary>
    public Task AnswerAsync() => CommandAsync("answer");

    /// <summary>Puts the other side on hold by re-INVITE.</summary>
    public Task HoldAsync() => CommandAsync("pause");

    /// <summary>Takes a call back from hold.</summary>
    public Task ResumeAsync(int call = 1) => CommandAsync($"resume {call}");

    /// <summary>Blind transfer of its only call.</summary>
    public Task TransferAsync(string address) => CommandAsync($"transfer {address}");

    /// <summary>Attended transfer: joins the other sides of two of its calls, which are numbered from 1 in the order they began.</summary>
    public Task TransferAsync(int call, int toCall) => CommandAsync($"transfer {call} --to-call {toCall}");

    /// <summary>Presses keys in the call, sent as RTP telephone-events.</summary>
    public Task PressAsync(string digits) => CommandAsync(digits);

    /// <summary>Ends its call.</summary>
    public Task HangUpAsync() => CommandAsync("terminate");

    /// <summary>Gives any command of its console.</summary>
    public async Task CommandAsync(string command)
    {
        await using var pipe = new FileStream(folder["commands"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        await pipe.WriteAsync(System.Text.Encoding.UTF8.GetBytes(command + "\n"));
    }

    /// <summary>Waits until it prints something, after what was waited for last.</summary>
    public async Task WaitPrintedAsync(string text)
    {
        try
        {
            await Eventually.TrueAsync(() =>
            {
                var at = process.Output.IndexOf(text, read, StringComparison.Ordinal);
                if (at >= 0) read = at + text.Length;
                return at >= 0;
            });
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{user}: \"{text}\" was not printed. It printed:\n{process.Output}\n{Trace[Math.Max(0, Trace.Length - 12_000)..]}");
        }
    }

    /// <summary>Pulls the plug.</summary>
    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        folder.Dispose();
    }

    private static string ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return new StreamReader(file).ReadToEnd();
    }
}
