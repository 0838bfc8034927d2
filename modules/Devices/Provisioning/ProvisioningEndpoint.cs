using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using Portal.Data.Isolation;
using Portal.Devices.Data;
using Portal.Devices.Domain;
using Portal.Devices.Security;

namespace Portal.Devices.Provisioning;

/// <summary>
/// <c>/provisioning/{file}</c>: where phones fetch their files and leave their own. Portal sign-ins count for nothing here;
/// each phone proves itself with its own password. Whoever cannot gets the same answer for every MAC address there could be.
/// </summary>
internal sealed class ProvisioningEndpoint(
    SystemWork system, ProvisioningSecrets secrets, HttpLogin login, SourceBudget budget, RegistrarAddress registrars,
    RunRecorder runs, IConfiguration configuration, TimeProvider clock, ILogger<ProvisioningEndpoint> log)
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapMethods("/provisioning/{file}", [HttpMethods.Get, HttpMethods.Head, HttpMethods.Put],
            (HttpContext http, string file) => http.RequestServices.GetRequiredService<ProvisioningEndpoint>().AnswerAsync(http, file))
        .AllowAnonymous()
        .DisableAntiforgery();

    public async Task AnswerAsync(HttpContext http, string file)
    {
        var name = ProvisioningName.Read(file);
        var agent = PhoneUserAgent.Read(http.Request.Headers.UserAgent);
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        switch (name.Kind)
        {
            case ProvisioningNameKind.Common when !HttpMethods.IsPut(http.Request.Method):
                await SendAsync(http, PhoneFiles.Common(name.Suffix, agent));
                break;
            case ProvisioningNameKind.Configuration or ProvisioningNameKind.Upload:
                await PhoneAsync(http, name, agent);
                break;
            default:
                await RefuseAsync(http, StatusCodes.Status404NotFound, "Not found.");
                break;
        }
    }

    private async Task PhoneAsync(HttpContext http, ProvisioningName name, PhoneUserAgent agent)
    {
        var source = http.Connection.RemoteIpAddress;
        if (budget.Wait(source, name.Mac.Hex) is { } wait)
        {
            http.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            await RefuseAsync(http, StatusCodes.Status429TooManyRequests, "Too many requests.");
            return;
        }

        if (!IsPrivate(http, source))
        {
            await RefuseAsync(http, StatusCodes.Status403Forbidden, "Provisioning needs HTTPS.");
            return;
        }

        await using var scope = system.Begin("provisioning");
        var db = scope.ServiceProvider.GetRequiredService<DevicesDb>();
        var device = await db.Devices.AsNoTracking().SingleOrDefaultAsync(d => d.Mac == name.Mac.Hex, http.RequestAborted);
        // Known or not, the same work is done and the same answer given: the clock tells nobody which MAC addresses exist.
        var result = login.Check(http.Request.Headers.Authorization, http.Request.Method, Target(http.Request), name.Mac, secrets.Read(device?.Secret), source);
        if (device is null || result != LoginResult.Right)
        {
            await UnprovenAsync(http, name, source, result);
            return;
        }

        budget.Proven(source, name.Mac.Hex);
        var files = scope.ServiceProvider.GetRequiredService<PhoneFiles>();
        var host = http.Request.Host.Host;
        string? tag = null;
        long octets;
        if (HttpMethods.IsPut(http.Request.Method))
        {
            octets = await TakeAsync(http, device, name);
        }
        else
        {
            var found = await files.FindAsync(device, name, registrars.For(host), agent.Firmware, http.RequestAborted);
            octets = await SendAsync(http, found);
            tag = found is not null && PhoneFiles.HoldsAccounts(device, name) && !HttpMethods.IsHead(http.Request.Method) ? found.Tag : null;
        }

        runs.Add(new Fetch(device.Id, device.CompanyId, clock.GetUtcNow(), http.Request.Method, name.Mac.Hex + name.Suffix,
            http.Response.StatusCode, octets, source?.ToString(), Shown(http.Request.Headers.UserAgent), agent.Firmware, host, tag));
    }

    private async Task UnprovenAsync(HttpContext http, ProvisioningName name, IPAddress? source, LoginResult result)
    {
        if (result == LoginResult.Missing)
        {
            LogBlock(source, budget.Unproven(source, name.Mac.Hex));
        }
        else if (result != LoginResult.Stale)
        {
            // One line a failure, in a shape that fail2ban can read; the MAC is the only part of the request in it.
            log.LogWarning("Provisioning: wrong credentials from {Address} for {Mac}", source, name.Mac.Hex);
            LogBlock(source, budget.Wrong(source, name.Mac.Hex));
        }

        http.Response.Headers.WWWAuthenticate = login.Challenges(source, result == LoginResult.Stale);
        await RefuseAsync(http, StatusCodes.Status401Unauthorized, "Unauthorized.");
    }

    private void LogBlock(IPAddress? source, bool blocked)
    {
        if (blocked)
        {
            log.LogWarning("Provisioning: too many unproven requests from {Address}; it has to wait {Minutes} minutes",
                source, (int)SourceLimits.Provisioning.Block.TotalMinutes);
        }
    }

    private async Task<long> TakeAsync(HttpContext http, Device device, ProvisioningName name)
    {
        if (name.Kind != ProvisioningNameKind.Upload || device.Kind.Vendor != Vendor.Polycom)
        {
            await RefuseAsync(http, StatusCodes.Status404NotFound, "Not found.");
            return 0;
        }

        if (await ReadAsync(http, name.Largest) is not { } content)
        {
            await RefuseAsync(http, StatusCodes.Status413PayloadTooLarge, "Too large.");
            return 0;
        }

        await system.ChangeAsync("phone upload",
            services => services.GetRequiredService<PhoneFiles>().KeepAsync(device, name, content, http.RequestAborted), http.RequestAborted);
        http.Response.StatusCode = StatusCodes.Status201Created;
        return content.Length;
    }

    /// <summary>The body, or null when it is larger than allowed: then not more than that is read.</summary>
    private static async Task<byte[]?> ReadAsync(HttpContext http, int largest)
    {
        if (http.Request.ContentLength > largest)
        {
            return null;
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = largest + 1;
        }

        using var content = new MemoryStream();
        var buffer = new byte[8192];
        for (int count; (count = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0;)
        {
            if (content.Length + count > largest)
            {
                return null;
            }

            content.Write(buffer, 0, count);
        }

        return content.ToArray();
    }

    private static async Task<long> SendAsync(HttpContext http, ProvisionedFile? file)
    {
        if (file is null)
        {
            await RefuseAsync(http, StatusCodes.Status404NotFound, "Not found.");
            return 0;
        }

        http.Response.Headers.ETag = file.Tag;
        if (http.Request.GetTypedHeaders().IfNoneMatch.Any(t => t.Tag == file.Tag || t == EntityTagHeaderValue.Any))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return 0;
        }

        http.Response.ContentType = file.ContentType;
        http.Response.ContentLength = file.Content.Length;
        if (HttpMethods.IsHead(http.Request.Method))
        {
            return 0;
        }

        await http.Response.Body.WriteAsync(file.Content, http.RequestAborted);
        return file.Content.Length;
    }

    private static async Task RefuseAsync(HttpContext http, int status, string words)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain; charset=utf-8";
        http.Response.ContentLength = words.Length + 1;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.WriteAsync(words + "\n", http.RequestAborted);
        }
    }

    // SIP passwords go over the wire here: in clear only inside this machine, unless the operator says that the way is safe.
    private bool IsPrivate(HttpContext http, IPAddress? source) =>
        http.Request.IsHttps || source is null || IPAddress.IsLoopback(source)
        || string.Equals(configuration["Provisioning:AllowPlainHttp"], "true", StringComparison.OrdinalIgnoreCase);

    // As the phone wrote it, before any decoding: that is what it made its digest with.
    private static string Target(HttpRequest request) =>
        request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget is { Length: > 0 } raw ? raw : request.PathBase + request.Path + request.QueryString;

    private static string? Shown(string? userAgent)
    {
        var clean = PhoneText.Clean(userAgent, PhoneUserAgent.Longest);
        return clean.Length == 0 ? null : clean[..Math.Min(clean.Length, PhoneUserAgent.Longest)];
    }
}
