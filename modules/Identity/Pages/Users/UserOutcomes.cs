using Portal.Modularity.Requests;

namespace Portal.Identity.Pages.Users;

internal static class UserOutcomes
{
    /// <summary>The reasons beside the fields of a form that is bound as <c>Input</c>. Logins speak of the display name; the form calls it the name.</summary>
    public static IOutcome InForm<T>(this Outcome<T> outcome) => outcome with { Problems = InForm(outcome.Problems) };

    /// <inheritdoc cref="InForm{T}(Outcome{T})"/>
    public static IOutcome InForm(this Outcome outcome) => outcome with { Problems = InForm(outcome.Problems) };

    private static Problem[] InForm(IReadOnlyList<Problem> problems) =>
        [.. problems.Select(p => p.Field.Length == 0 ? p : p with { Field = "Input." + (p.Field == "DisplayName" ? "Name" : p.Field) })];
}
