namespace Portal.Testing.Peers;

/// <summary>
/// Kamailio as a proxy of a test's own: in a folder of its own, on a free port of 127.0.0.1 for UDP and TCP, without root. It is given the main route
/// of its script; the modules for relaying, record-routing, Path and digest are loaded.
/// </summary>
public sealed class Kamailio : IAsyncDisposable
{
    private static readonly string[] Modules = ["tm", "sl", "rr", "pv", "maxfwd", "textops", "siputils", "path", "auth", "usrloc", "registrar", "xlog", "kex", "corex"];

    private readonly TemporaryFolder folder;
    private readonly PeerProcess process;

    private Kamailio(TemporaryFolder folder, PeerProcess process, int port) => (this.folder, this.process, Port) = (folder, process, port);

    /// <summary>Port on 127.0.0.1 of its UDP and TCP listeners.</summary>
    public int Port { get; }

    /// <summary>Its log, for a failing test's message.</summary>
    public string Log => process.Output;

    // What every proxy does first: CANCEL, and requests inside a dialog.
    private const string Beginning = """
        if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
        if (is_method("CANCEL")) { if (t_check_trans()) { t_relay(); } exit; }
        if (has_totag()) {
            if (loose_route()) { t_relay(); exit; }
            if (is_method("ACK")) { if (t_check_trans()) { t_relay(); } exit; }
            sl_send_reply("404", "Not Here"); exit;
        }
        t_check_trans();
        """;

    /// <summary>A proxy in front of a server: phones register and call through it, and it stays on the way of everything that follows (Path, Record-Route).</summary>
    public static Task<Kamailio> InFrontOfAsync(int server) => StartAsync($$"""
        request_route {
            {{Beginning}}
            if (is_method("REGISTER")) {
                add_path();
                $du = "sip:127.0.0.1:{{server}}";
                t_relay(); exit;
            }
            record_route();
            # From the server: the Path leads here, the Request-URI on to the phone.
            if ($sp == {{server}}) { loose_route(); t_relay(); exit; }
            $du = "sip:127.0.0.1:{{server}}";
            t_relay();
        }
        """);

    /// <summary>
    /// A carrier: calls towards it must prove a user name and password (407) and then reach one telephone behind it; calls of that telephone
    /// go to the customer's server.
    /// </summary>
    public static Task<Kamailio> TrunkAsync(int customer, int telephone, string realm, string user, string password) => StartAsync($$"""
        request_route {
            {{Beginning}}
            if ($sp == {{telephone}}) {
                record_route();
                $du = "sip:127.0.0.1:{{customer}}";
                t_relay(); exit;
            }
            $var(password) = "{{password}}";
            if ($au != "{{user}}" || !pv_proxy_authenticate("{{realm}}", "$var(password)", "0")) { proxy_challenge("{{realm}}", "1"); exit; }
            consume_credentials();
            record_route();
            $du = "sip:127.0.0.1:{{telephone}}";
            t_relay();
        }
        """);

    /// <summary>A carrier whose customers register: one account, which proves a password (401), is then called where it registered.</summary>
    public static Task<Kamailio> RegistrarAsync(string realm, string user, string password) => StartAsync($$"""
        request_route {
            {{Beginning}}
            if (is_method("REGISTER")) {
                $var(password) = "{{password}}";
                if ($au != "{{user}}" || !pv_www_authenticate("{{realm}}", "$var(password)", "0")) { www_challenge("{{realm}}", "1"); exit; }
                save("location"); exit;
            }
            record_route();
            if (!lookup("location")) { sl_send_reply("404", "Not Found"); exit; }
            t_relay();
        }
        """);

    /// <summary>Starts a proxy with a script's routes; skips the test where Kamailio is not installed.</summary>
    public static async Task<Kamailio> StartAsync(string routes)
    {
        var program = Peer.Require("kamailio", "/usr/sbin");
        for (var attempt = 1; ; attempt++)
        {
            var folder = new TemporaryFolder();
            var port = FreePort.Next();
            await File.WriteAllTextAsync(folder["kamailio.cfg"], Globals(port) + routes);
            // -DD: it stays in the foreground and its processes are its children, so that they end with it.
            var process = PeerProcess.Start(program,
                ["-f", folder["kamailio.cfg"], "-DD", "-E", "-Y", folder.Path, "-w", folder.Path, "-m", "32", "-M", "8", "-n", "2", "-N", "2"], folder.Path);
            await Eventually.TrueAsync(async () => process.HasExited || await AnswersAsync(port));
            if (!process.HasExited)
            {
                return new Kamailio(folder, process, port);
            }
            // A free port can be lost before it is bound.
            folder.Dispose();
            if (attempt == 3)
            {
                throw new InvalidOperationException($"Kamailio does not start:\n{process.Output}");
            }
        }
    }

    private static string Globals(int port) => $"""
        debug=1
        log_stderror=yes
        fork=yes
        # One: two workers may pass on two messages of a call in either order, which sipp takes for a fault.
        children=1
        tcp_children=2
        auto_aliases=no
        dns=no
        rev_dns=no
        server_signature=no
        listen=udp:127.0.0.1:{port}
        listen=tcp:127.0.0.1:{port}
        {string.Join('\n', Modules.Select(module => $"loadmodule \"{module}.so\""))}
        modparam("rr", "enable_full_lr", 1)
        modparam("tm", "fr_inv_timer", 60000)

        """;

    // It listens before its processes take anything; a TCP connection is taken once they run.
    private static async Task<bool> AnswersAsync(int port)
    {
        using var client = new System.Net.Sockets.TcpClient();
        try
        {
            await client.ConnectAsync(System.Net.IPAddress.Loopback, port);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    /// <summary>Ends it and its processes.</summary>
    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        folder.Dispose();
    }
}
