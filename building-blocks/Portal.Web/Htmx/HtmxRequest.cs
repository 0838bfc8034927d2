using Microsoft.AspNetCore.Http;

namespace Portal.Htmx;

/// <summary>What htmx says about a request. The names are those of the Htmx.Net package, so that it can take their place.</summary>
public static class HtmxRequest
{
    /// <summary>True when htmx sent the request.</summary>
    public static bool IsHtmx(this HttpRequest? request) =>
        request?.Headers.ContainsKey(HtmxRequestHeaders.Keys.Request) is true;

    /// <summary>True when htmx asks for a part of a page: the test for answering with the fragment.</summary>
    public static bool IsHtmxNonBoosted(this HttpRequest? request) =>
        request.IsHtmx() && !IsTrue(request, HtmxRequestHeaders.Keys.Boosted) && !request.IsHtmxHistoryRestoreRequest();

    /// <summary>True when htmx restores a page it no longer remembers: it wants the whole page.</summary>
    public static bool IsHtmxHistoryRestoreRequest(this HttpRequest? request) =>
        IsTrue(request, HtmxRequestHeaders.Keys.HistoryRestoreRequest);

    /// <summary>The id of the element that will be swapped, or empty.</summary>
    public static string HtmxTarget(this HttpRequest? request) =>
        request?.Headers[HtmxRequestHeaders.Keys.Target].ToString() ?? "";

    // A malformed flag reads as false: a header must not be able to break a page.
    private static bool IsTrue(HttpRequest? request, string header) =>
        bool.TryParse(request?.Headers[header], out var value) && value;
}

/// <summary>The request headers of htmx that the portal reads.</summary>
public static class HtmxRequestHeaders
{
    public static class Keys
    {
        public const string Request = "HX-Request";
        public const string Boosted = "HX-Boosted";
        public const string HistoryRestoreRequest = "HX-History-Restore-Request";
        public const string Target = "HX-Target";
    }
}
