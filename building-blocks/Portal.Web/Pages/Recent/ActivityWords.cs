using Portal.Data.Activity;

namespace Portal.Web.Pages.Recent;

/// <summary>An event in the reader's language: "Employee added", "Employee: Active".</summary>
public static class ActivityWords
{
    public static string Of(ActivityEntry entry)
    {
        var thing = T(entry.Thing);
        return entry switch
        {
            { Verb: "added" } => T($"{thing} added"),
            { Verb: "removed" } => T($"{thing} removed"),
            { State: { } state } => T($"{thing}: {T(state)}"),
            _ => T($"{thing} changed"),
        };
    }
}
