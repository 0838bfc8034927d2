using System.Text.Json;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Portal.Web.Messages;

/// <summary>A few words about what has just happened.</summary>
/// <param name="Undo">Where a POST takes it back; null when it cannot be taken back.</param>
public sealed record Toast(Tone Tone, string Text, string? Undo);

/// <summary>The toasts of this request. They are shown on the page it renders, or on the one it leads to.</summary>
public sealed class Toasts
{
    private const string Key = "toasts";
    private readonly List<Toast> _waiting = [];

    public void Add(Toast toast) => _waiting.Add(toast);

    /// <summary>Hands over what this request has to say, and what the one that led here left to say.</summary>
    internal IReadOnlyList<Toast> Take(ITempDataDictionary left)
    {
        IReadOnlyList<Toast> all = left[Key] is string json
            ? [.. JsonSerializer.Deserialize<List<Toast>>(json) ?? [], .. _waiting]
            : [.. _waiting];
        _waiting.Clear();
        return all;
    }

    /// <summary>Leaves the toasts for the page that this answer leads to.</summary>
    internal void Leave(ITempDataDictionary left)
    {
        if (Take(left) is { Count: > 0 } toasts)
        {
            left[Key] = JsonSerializer.Serialize(toasts);
        }
    }
}
