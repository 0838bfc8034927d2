using System.Globalization;
using Microsoft.Extensions.Localization;

namespace Portal.Web.Languages;

/// <summary>
/// Where the framework asks for a text, on <c>[Display]</c> and validation attributes, it gets ours: one table for all types.
/// </summary>
internal sealed class FrameworkTexts : IStringLocalizerFactory, IStringLocalizer
{
    public IStringLocalizer Create(Type resourceSource) => this;

    public IStringLocalizer Create(string baseName, string location) => this;

    public LocalizedString this[string name] => new(name, T(name));

    public LocalizedString this[string name, params object[] arguments] =>
        new(name, string.Format(CultureInfo.CurrentCulture, T(name), arguments));

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => [];
}
