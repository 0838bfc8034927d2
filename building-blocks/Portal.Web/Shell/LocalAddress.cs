namespace Portal.Web.Shell;

/// <summary>An address a form brought along, followed only within this portal.</summary>
internal static class LocalAddress
{
    public static string OrStart(string? url) => url is ['/', ..] and not ['/', '/' or '\\', ..] && !url.Any(char.IsControl) ? url : "/";
}
