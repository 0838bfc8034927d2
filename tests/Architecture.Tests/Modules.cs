using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using System.Reflection;

namespace Portal.Architecture.Tests;

public class Modules
{
    [Fact]
    public void Are_found() => Product.Modules.Count.ShouldBeGreaterThanOrEqualTo(7);

    [Fact]
    public void Reference_building_blocks_and_contracts_only()
    {
        var modules = Product.Modules.Select(m => m.GetName().Name!).ToHashSet();
        var forbidden = Product.Modules.SelectMany(m => m.GetReferencedAssemblies()
            .Where(r => modules.Contains(r.Name!)).Select(r => $"{m.GetName().Name} → {r.Name}"));
        forbidden.ShouldBeEmpty();
    }

    [Fact]
    public void Building_blocks_and_contracts_know_no_module()
    {
        var modules = Product.Modules.Select(m => m.GetName().Name!).ToHashSet();
        var forbidden = Product.BuildingBlocks.Concat(Product.Contracts).SelectMany(b => b.GetReferencedAssemblies()
            .Where(r => modules.Contains(r.Name!)).Select(r => $"{b.GetName().Name} → {r.Name}"));
        forbidden.ShouldBeEmpty();
    }

    [Fact]
    public void Show_nothing_but_their_module_class()
    {
        var visible = Product.Modules.SelectMany(m => m.GetExportedTypes()
            // The Razor compiler makes every component public, the templates of mails too.
            .Where(t => !Product.IsModule(t) && !t.IsAssignableTo(typeof(IComponent))).Select(t => t.FullName));
        visible.ShouldBeEmpty();
    }

    [Fact]
    public void Have_a_readme()
    {
        var without = Product.Modules.Select(Product.NameOf)
            .Where(name => !File.Exists(Path.Combine(Product.Root, "modules", name, "README.md")));
        without.ShouldBeEmpty();
    }

    [Fact]
    public void State_who_may_open_each_page()
    {
        var silent = Product.Modules.Concat(Product.BuildingBlocks).SelectMany(m => m.GetTypes())
            .Where(t => t.IsSubclassOf(typeof(PageModel)) && !t.IsAbstract
                && t.GetCustomAttribute<AuthorizeAttribute>() is null && t.GetCustomAttribute<AllowAnonymousAttribute>() is null)
            .Select(t => t.FullName);
        silent.ShouldBeEmpty();
    }
}
