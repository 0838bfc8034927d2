using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace Portal.Web.Languages;

/// <summary>What is said when something typed is not a number, a date or whatever the field holds. Asked for on every request.</summary>
internal static class BindingWords
{
    public static void SpeakTheReadersLanguage(this DefaultModelBindingMessageProvider words)
    {
        words.SetAttemptedValueIsInvalidAccessor((value, field) => T($"“{Short(value)}” can't be used for {field}."));
        words.SetNonPropertyAttemptedValueIsInvalidAccessor(value => T($"“{Short(value)}” can't be used here."));
        words.SetValueIsInvalidAccessor(value => T($"“{Short(value)}” can't be used here."));
        words.SetUnknownValueIsInvalidAccessor(field => T($"This value can't be used for {field}."));
        words.SetNonPropertyUnknownValueIsInvalidAccessor(() => T("This value can't be used."));
        words.SetValueMustBeANumberAccessor(field => T($"{field} must be a number."));
        words.SetNonPropertyValueMustBeANumberAccessor(() => T("This must be a number."));
        words.SetValueMustNotBeNullAccessor(_ => T("This value is missing."));
        words.SetMissingBindRequiredValueAccessor(field => T($"{field} is missing."));
        words.SetMissingKeyOrValueAccessor(() => T("This value is missing."));
        words.SetMissingRequestBodyRequiredValueAccessor(() => T("The request is empty."));
    }

    /// <summary>What was typed is in the field; the message only says which one is meant.</summary>
    private static string Short(string value) => value.Length <= 40 ? value : value[..40] + "…";
}
