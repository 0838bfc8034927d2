using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Portal.Htmx;

public static class HtmxResponse
{
    /// <summary>Tells htmx what to do beside swapping: <c>Response.Htmx(h => h.PushUrl("/sites").WithTrigger("saved"))</c>.</summary>
    public static void Htmx(this HttpResponse response, Action<HtmxResponseHeaders> action) =>
        action(new HtmxResponseHeaders(response.Headers));
}

/// <summary>When an event of <see cref="HtmxResponseHeaders.WithTrigger"/> is raised in the browser.</summary>
public enum HtmxTriggerTiming
{
    Default,
    AfterSettle,
    AfterSwap,
}

/// <summary>The response headers of htmx. Every method returns the object, and the first value set for an event stays.</summary>
public sealed class HtmxResponseHeaders
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly IHeaderDictionary _headers;

    internal HtmxResponseHeaders(IHeaderDictionary headers) => _headers = headers;

    /// <summary>Puts the URL into the address bar and the history.</summary>
    public HtmxResponseHeaders PushUrl(string url) => Set("HX-Push-Url", url);

    /// <summary>Puts the URL into the address bar without a new history entry.</summary>
    public HtmxResponseHeaders ReplaceUrl(string url) => Set("HX-Replace-Url", url);

    /// <summary>Makes the browser open the URL as a whole page.</summary>
    public HtmxResponseHeaders Redirect(string url) => Set("HX-Redirect", url);

    /// <summary>Makes the browser reload the page.</summary>
    public HtmxResponseHeaders Refresh() => Set("HX-Refresh", "true");

    /// <summary>Swaps in another way than the page asked for, for example <c>none</c>.</summary>
    public HtmxResponseHeaders Reswap(string swap) => Set("HX-Reswap", swap);

    /// <summary>Swaps another element than the page asked for; a CSS selector.</summary>
    public HtmxResponseHeaders Retarget(string selector) => Set("HX-Retarget", selector);

    /// <summary>Raises a browser event, with a detail that becomes JSON.</summary>
    public HtmxResponseHeaders WithTrigger(string eventName, object? detail = null, HtmxTriggerTiming timing = HtmxTriggerTiming.Default)
    {
        var header = timing switch
        {
            HtmxTriggerTiming.AfterSettle => "HX-Trigger-After-Settle",
            HtmxTriggerTiming.AfterSwap => "HX-Trigger-After-Swap",
            _ => "HX-Trigger",
        };

        var events = Read(_headers[header].ToString());
        events.TryAdd(eventName, JsonSerializer.SerializeToNode(detail ?? "", Json));
        _headers[header] = events.All(e => e.Value?.GetValueKind() == JsonValueKind.String && e.Value.GetValue<string>() == "")
            ? string.Join(",", events.Select(e => e.Key))
            // Headers carry ASCII only; the default encoder escapes everything else, which the browser's JSON reader undoes.
            : events.ToJsonString();
        return this;
    }

    /// <summary>Says that the answer depends on who asks, htmx or the browser, so that caches keep the two apart.</summary>
    public HtmxResponseHeaders WithVary()
    {
        if (!_headers.Vary.ToString().Contains(HtmxRequestHeaders.Keys.Request, StringComparison.OrdinalIgnoreCase))
        {
            _headers.Append("Vary", HtmxRequestHeaders.Keys.Request);
        }

        return this;
    }

    private HtmxResponseHeaders Set(string header, string value)
    {
        _headers[header] = value;
        return this;
    }

    private static JsonObject Read(string header)
    {
        if (header.StartsWith('{'))
        {
            return JsonNode.Parse(header)!.AsObject();
        }

        var events = new JsonObject();
        foreach (var name in header.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            events.TryAdd(name, "");
        }

        return events;
    }
}
