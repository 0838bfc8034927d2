using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Portal.Modularity;

/// <summary>
/// A part of the product, shipped or plugged in. The class is the module's table of contents: reading its three methods tells
/// what the module owns, what it offers to others and what it answers besides pages. The host finds it by scanning.
/// Needs a parameterless constructor; it is created once, before the service provider exists.
/// </summary>
public interface IModule
{
    /// <summary>The glossary's name, for example <c>Forwarding</c>. Unique among the loaded modules.</summary>
    string Name { get; }

    /// <summary>Adds the module's own services. MediatR handlers need no line here: they are found by scanning the assembly.</summary>
    void Register(IServiceCollection services, IConfiguration configuration);

    /// <summary>Says what the module offers: permissions, menu entries, tiles, call treatments. Data that others walk.</summary>
    void Describe(ModuleCatalog offers);

    /// <summary>Endpoints that are not Razor Pages. Most modules have none.</summary>
    void Map(IEndpointRouteBuilder routes)
    {
    }
}
