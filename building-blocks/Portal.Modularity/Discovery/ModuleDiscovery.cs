using System.Reflection;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.DependencyModel;
using Microsoft.Extensions.Logging;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Modularity.Plugins;
using Portal.Modularity.Texts;
using Scrutor;

namespace Portal.Modularity.Discovery;

/// <summary>Finds the modules, lets each register and describe itself, and finds their handlers. Nobody lists modules by name.</summary>
public static class ModuleDiscovery
{
    /// <summary>
    /// Adds every module of the application's own assemblies and every plugin of <c>Plugins:Path</c> (default <c>./plugins</c>).
    /// A shipped module that throws stops the start; a plugin that throws is marked as malfunctioned and left out.
    /// </summary>
    public static IServiceCollection AddModules(this IServiceCollection services, IConfiguration configuration)
    {
        Translations.Load(typeof(ModuleDiscovery).Assembly);
        var catalog = new ModuleCatalog();
        var shipped = ShippedModules();
        LoadTexts();
        foreach (var module in shipped)
        {
            module.Register(services, configuration);
            catalog.Describe(module);
        }

        var plugins = PluginLoader.Load(configuration["Plugins:Path"] ?? "plugins", services, configuration, catalog);
        var loaded = new LoadedModules([.. shipped, .. plugins.Modules]);

        services.AddSingleton(catalog).AddSingleton(loaded).AddSingleton(plugins);
        services.AddMediator(loaded);
        services.AddAccess();
        services.AddFeatures();
        return services;
    }

    /// <summary>Maps every module's own endpoints and closes the catalog.</summary>
    public static void MapModules(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var plugins = services.GetRequiredService<PluginReport>();
        foreach (var module in services.GetRequiredService<LoadedModules>().Modules)
        {
            try
            {
                module.Map(routes);
            }
            catch (Exception e) when (plugins.IsPlugin(module))
            {
                plugins.Malfunctioned(module, e);
                services.GetRequiredService<ILogger<PluginReport>>()
                    .LogError(e, "Plugin {Plugin} could not map its endpoints; the portal goes on without them", module.Name);
            }
        }

        services.GetRequiredService<ModuleCatalog>().Close();
    }

    private static DependencyContext OwnAssemblies => DependencyContext.Default
        ?? throw new InvalidOperationException("The application has no dependency manifest (.deps.json) to find modules in.");

    /// <summary>Of the building blocks and contracts too: they say things as modules do.</summary>
    private static void LoadTexts()
    {
        foreach (var name in OwnAssemblies.GetDefaultAssemblyNames().Where(n => n.Name!.StartsWith("Portal.", StringComparison.Ordinal)))
        {
            Translations.Load(Assembly.Load(name));
        }
    }

    private static IModule[] ShippedModules()
    {
        var found = new ServiceCollection();
        found.Scan(scan => scan
            .FromDependencyContext(OwnAssemblies, a => a.GetName().Name!.StartsWith("Portal.", StringComparison.Ordinal))
            .AddClasses(c => c.AssignableTo<IModule>(), publicOnly: false)
            .As<IModule>()
            .WithSingletonLifetime());
        using var provider = found.BuildServiceProvider();
        return [.. provider.GetServices<IModule>().OrderBy(m => m.Name, StringComparer.Ordinal)];
    }

    private static void AddMediator(this IServiceCollection services, LoadedModules loaded)
    {
        services.AddScoped<ServiceFactory>(provider => provider.GetRequiredService);
        services.AddScoped<IMediator, Mediator>();

        // Internal handlers are the rule here, and without publicOnly: false Scrutor skips them silently.
        services.Scan(scan => scan.FromAssemblies(loaded.Assemblies)
            .AddClasses(c => c.AssignableTo(typeof(IRequestHandler<,>)), publicOnly: false)
            .AsImplementedInterfaces(t => t.IsGenericType && t.GetGenericTypeDefinition() == typeof(IRequestHandler<,>))
            .WithTransientLifetime()
            .AddClasses(c => c.AssignableTo(typeof(INotificationHandler<>)), publicOnly: false)
            .UsingRegistrationStrategy(RegistrationStrategy.Append)
            .AsImplementedInterfaces(t => t.IsGenericType && t.GetGenericTypeDefinition() == typeof(INotificationHandler<>))
            .WithTransientLifetime());
    }

    private static void AddFeatures(this IServiceCollection services)
    {
        services.AddSingleton<FeatureRegistry>();
        // Where no module keeps assignments, as in many tests, every feature follows its default.
        services.TryAddSingleton<IFeatureAssignments, DefaultAssignments>();
        services.AddScoped<FeatureAccess>();
    }

    private static void AddAccess(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddScoped<CurrentUser>();
        services.AddSingleton<PermissionTable>();
        services.AddScoped<IAccess, AccessDecision>();
        services.AddSingleton<IGrantAreas, GrantAreas>();
        services.AddSingleton<IAuthorizationPolicyProvider, PermissionPolicies>();
        services.AddSingleton<IAuthorizationHandler, PermissionHandler>();
        // Default deny: an endpoint that states nothing is for people who have signed in.
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }
}
