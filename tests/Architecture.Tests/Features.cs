using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Portal.Modularity;
using Portal.Modularity.Features;

namespace Portal.Architecture.Tests;

public partial class Features
{
    private static readonly IReadOnlyList<(Assembly Module, Feature Feature)> Declared = [.. Product.Modules.SelectMany(assembly =>
    {
        var offers = new ModuleCatalog();
        foreach (var module in assembly.GetTypes().Where(Product.IsModule))
        {
            ((IModule)Activator.CreateInstance(module, nonPublic: true)!).Describe(offers);
        }

        return offers.All<Feature>().Select(f => (assembly, f));
    })];

    [Fact]
    public void Are_declared_by_more_than_one_module() =>
        Declared.Select(d => d.Module).Distinct().Count().ShouldBeGreaterThanOrEqualTo(2);

    [Fact]
    public void Have_a_key_of_their_own() =>
        Declared.GroupBy(d => d.Feature.Key).Where(g => g.Count() > 1).Select(g => g.Key).ShouldBeEmpty();

    [Fact]
    public void Have_an_icon_of_the_sprite_and_a_summary_of_one_sentence()
    {
        var icons = File.ReadAllLines(Path.Combine(Product.Root, "building-blocks/Portal.Web/Icons/icons.txt")).Select(l => l.Trim()).ToHashSet();
        Declared.Where(d => !icons.Contains(d.Feature.Icon)).Select(d => d.Feature.Key).ShouldBeEmpty("no such icon");
        Declared.Where(d => !OneSentence().IsMatch(d.Feature.Summary)).Select(d => d.Feature.Key).ShouldBeEmpty("one sentence");
    }

    [Fact]
    public void Are_said_in_German_too()
    {
        var silent = from d in Declared
                     let file = Path.Combine(Product.Root, "modules", Product.NameOf(d.Module), "Texts/de.json")
                     let texts = File.Exists(file) ? JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file))! : []
                     from text in new[] { d.Feature.Name, d.Feature.Summary }
                     where !texts.ContainsKey(text)
                     select $"{d.Feature.Key}: {text}";
        silent.ShouldBeEmpty();
    }

    [Fact]
    public void Have_the_page_they_name_and_it_asks_for_the_feature()
    {
        var routes = Directory.EnumerateFiles(Path.Combine(Product.Root, "modules"), "*.cshtml", SearchOption.AllDirectories)
            .Select(f => PagePattern().Match(File.ReadAllText(f))).Where(m => m.Success)
            .Select(m => m.Groups[1].Value.Replace("{id:guid}", "{id}", StringComparison.Ordinal)).ToHashSet();
        Declared.Where(d => !routes.Contains(d.Feature.Page)).Select(d => $"{d.Feature.Key}: {d.Feature.Page}").ShouldBeEmpty();
        var asked = Product.Modules.SelectMany(m => m.GetTypes()).Select(t => t.GetCustomAttribute<NeedsFeatureAttribute>()?.Key).OfType<string>().ToHashSet();
        asked.Order().ShouldBe(Declared.Select(d => d.Feature.Key).Order());
    }

    [Theory]
    [InlineData("Call Forwarding", FeatureScope.User, FeatureCategory.CallControl, "/employees/{id}/x", "is no key of a feature")]
    [InlineData("x", FeatureScope.User, FeatureCategory.CallGroups, "/employees/{id}/x", "cannot stand under CallGroups")]
    [InlineData("x", FeatureScope.Site, FeatureCategory.Contacts, "/sites", "must be an address with {id}")]
    [InlineData("taken", FeatureScope.Site, FeatureCategory.Contacts, "/sites/{id}/x", "has been declared already")]
    public void Are_refused_when_declared_wrongly(string key, FeatureScope scope, FeatureCategory category, string page, string words)
    {
        var offers = new ModuleCatalog().Feature(new Feature("taken", FeatureScope.User, FeatureCategory.Contacts, "phone", "Taken", "Is here.", "/employees/{id}/taken"));
        Should.Throw<InvalidOperationException>(() => offers.Feature(new Feature(key, scope, category, "phone", "X", "Does x.", page)))
            .Message.ShouldContain(words);
    }

    [GeneratedRegex(@"^[A-Z][^.]{10,100}\.$")]
    private static partial Regex OneSentence();

    [GeneratedRegex("^@page \"([^\"]+)\"")]
    private static partial Regex PagePattern();
}
