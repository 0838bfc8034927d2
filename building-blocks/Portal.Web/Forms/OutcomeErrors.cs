using Microsoft.AspNetCore.Mvc.ModelBinding;
using Portal.Modularity.Requests;

namespace Portal.Web.Forms;

public static class OutcomeErrors
{
    /// <summary>
    /// Puts the reasons of a refusal beside their fields. A request's field <c>Surname</c> finds the form's
    /// <c>Input.Surname</c> by itself; a reason whose field is not in the form belongs to the form as a whole.
    /// </summary>
    public static void Add(this ModelStateDictionary state, IOutcome outcome)
    {
        foreach (var problem in outcome.Problems)
        {
            state.AddModelError(KeyOf(state, problem.Field), problem.Message);
        }
    }

    private static string KeyOf(ModelStateDictionary state, string field) =>
        field.Length == 0
            ? ""
            : state.Keys.FirstOrDefault(k => k.Equals(field, StringComparison.OrdinalIgnoreCase))
              ?? state.Keys.FirstOrDefault(k => k.EndsWith("." + field, StringComparison.OrdinalIgnoreCase))
              ?? "";
}
