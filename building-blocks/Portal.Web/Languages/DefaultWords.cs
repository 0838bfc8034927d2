using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace Portal.Web.Languages;

/// <summary>What the framework would say in its own English, where a page gives no words of its own.</summary>
internal sealed class DefaultWords : IValidationMetadataProvider
{
    /// <summary>By attribute; {0} is the field's label, what follows are the attribute's limits.</summary>
    internal static readonly IReadOnlyDictionary<Type, string> ByAttribute = new Dictionary<Type, string>
    {
        [typeof(RequiredAttribute)] = "{0} is missing.",
        [typeof(StringLengthAttribute)] = "{0} can have at most {1} characters.",
        [typeof(MaxLengthAttribute)] = "{0} can have at most {1} characters.",
        [typeof(MinLengthAttribute)] = "{0} needs at least {1} characters.",
        [typeof(RangeAttribute)] = "{0} must be between {1} and {2}.",
        [typeof(RegularExpressionAttribute)] = "{0} is not written as it should be.",
        [typeof(EmailAddressAttribute)] = "{0} is not an e-mail address.",
        [typeof(PhoneAttribute)] = "{0} is not a telephone number.",
        [typeof(UrlAttribute)] = "{0} is not a web address.",
        [typeof(CompareAttribute)] = "{0} and {1} differ.",
    };

    private const string BothLimits = "{0} must have between {2} and {1} characters.";

    public void CreateValidationMetadata(ValidationMetadataProviderContext context)
    {
        foreach (var attribute in context.ValidationMetadata.ValidatorMetadata.OfType<ValidationAttribute>())
        {
            if (attribute is { ErrorMessage: null, ErrorMessageResourceName: null } && ByAttribute.TryGetValue(attribute.GetType(), out var words))
            {
                attribute.ErrorMessage = attribute is StringLengthAttribute { MinimumLength: > 0 } ? BothLimits : words;
            }
        }
    }
}
