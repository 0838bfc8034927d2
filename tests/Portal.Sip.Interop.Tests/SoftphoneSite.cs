using System.Net;
using System.Text;
using Portal.Testing;

namespace Portal.Sip.Interop.Tests;

/// <summary>
/// A page with the telephone of softphone.js, served from this machine: Chromium lets only a page that came from here connect to here.
/// </summary>
internal sealed class SoftphoneSite : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    public SoftphoneSite()
    {
        Address = $"http://localhost:{FreePort.Next()}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Address { get; }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var request = await _listener.GetContextAsync();
                var (type, content) = await AnswerAsync(request.Request.Url!.AbsolutePath);
                request.Response.ContentType = type;
                await request.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(content));
                request.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // A browser that went away, or the end.
            }
        }
    }

    private static async Task<(string Type, string Content)> AnswerAsync(string path)
    {
        if (path == "/softphone.js") return ("text/javascript", await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "softphone.js")));
        if (path.StartsWith("/sip.js/", StringComparison.Ordinal)) return ("text/javascript", await File.ReadAllTextAsync(Repository.File("node_modules/sip.js/lib" + path["/sip.js".Length..])));
        return ("text/html", "<!doctype html><title>Telephone</title><script type=module src=/softphone.js></script>");
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }
}
