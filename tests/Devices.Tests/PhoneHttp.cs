using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Portal.Devices.Tests;

/// <summary>A telephone's HTTP side: real User-Agents, basic or digest, no cookies.</summary>
internal sealed class PhoneHttp(Uri portal, string userAgent, string user, string? password, bool digest = true) : IDisposable
{
    public const string T46G = "Yealink SIP-T46G 28.83.0.130 00:15:65:00:20:01";
    public const string Vvx411 = "FileTransport PolycomVVX-VVX_411-UA/5.9.5.0614 Type/Application";

    private readonly HttpClient _http = new(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = portal };

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string file, byte[]? body = null, string? etag = null)
    {
        var first = await OnceAsync(method, file, body, etag, password is not null && !digest
            ? "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")) : null);
        return first.StatusCode == HttpStatusCode.Unauthorized && password is not null && digest
            ? await OnceAsync(method, file, body, etag, Digest(first, method, "/provisioning/" + file))
            : first;
    }

    public Task<HttpResponseMessage> GetAsync(string file, string? etag = null) => SendAsync(HttpMethod.Get, file, null, etag);

    public async Task<string> TextAsync(string file)
    {
        var answer = await GetAsync(file);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, file);
        return await answer.Content.ReadAsStringAsync();
    }

    public async Task<HttpStatusCode> StatusAsync(string file) => (await GetAsync(file)).StatusCode;

    public string Digest(HttpResponseMessage challenge, HttpMethod method, string uri)
    {
        var text = challenge.Headers.WwwAuthenticate.First(h => h.Scheme == "Digest").Parameter!;
        var nonce = Regex.Match(text, "nonce=\"([^\"]+)\"").Groups[1].Value;
        var realm = Regex.Match(text, "realm=\"([^\"]+)\"").Groups[1].Value;
        var response = Md5($"{Md5($"{user}:{realm}:{password}")}:{nonce}:00000001:abcdef:auth:{Md5($"{method}:{uri}")}");
        return $"Digest username=\"{user}\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{uri}\", qop=auth, nc=00000001, cnonce=\"abcdef\", response=\"{response}\", algorithm=MD5";
    }

    public async Task<HttpResponseMessage> OnceAsync(HttpMethod method, string file, byte[]? body, string? etag, string? authorization)
    {
        using var request = new HttpRequestMessage(method, "/provisioning/" + file);
        request.Headers.TryAddWithoutValidation("User-Agent", userAgent);
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (etag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", etag);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
        }

        return await _http.SendAsync(request);
    }

    public void Dispose() => _http.Dispose();

#pragma warning disable CA5351 // What the phones speak.
    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351
}
