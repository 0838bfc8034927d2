using System.IO.Compression;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.StaticWebAssets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.AspNetCore.Mvc.Razor.Compilation;
using Microsoft.AspNetCore.Mvc.ViewComponents;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Localization;
using Portal.Htmx;
using Portal.Modularity;
using Portal.Modularity.Discovery;
using Portal.Modularity.Requests;
using Portal.Modularity.Texts;
using Portal.Web.Features;
using Portal.Web.Forms;
using Portal.Web.Lists.Export;
using Portal.Web.Languages;
using Portal.Web.Look;
using Portal.Web.Messages;
using Portal.Web.Metrics;
using Portal.Web.Platform;
using Portal.Web.Search;
using Portal.Web.Security;
using Portal.Web.Shell;

namespace Portal.Web;

/// <summary>Puts the shell into a host: services, middleware, endpoints, in that order.</summary>
public static class PortalWebSetup
{
    /// <summary>Adds Razor Pages of every loaded module and what the shell needs. Call after the modules have been added.</summary>
    public static IServiceCollection AddPortalWeb(this IServiceCollection services, IConfiguration configuration)
    {
        Translations.Load(typeof(PortalWebSetup).Assembly);
        services.Configure<PortalWebOptions>(configuration.GetSection("Portal"));
        services.AddHttpContextAccessor();
        services.AddAuthentication();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddScoped<Submission>();
        services.AddSingleton<FirstPosts>();
        services.AddScoped<Toasts>();
        services.AddScoped<ViewerClock>();
        services.AddScoped<Menu>();
        services.TryAddSingleton<IBrands, NoBrands>();
        services.AddScoped<ShellBrand>();
        services.TryAddSingleton<IPortraits, NoPortraits>();
        services.AddScoped<Pages.AuditLog.ChangeLists>();
        services.AddScoped<SearchAnswer>();
        services.AddOperating();

        PlatformOffers.Describe(services.Select(s => s.ImplementationInstance).OfType<ModuleCatalog>().LastOrDefault());

        services.Configure<RouteOptions>(o => (o.LowercaseUrls, o.LowercaseQueryStrings) = (true, false));
        // Pages only: assets are compressed at build. Safe over https too, since the one secret that every page repeats, the
        // anti-forgery token, is masked anew each time.
        services.AddResponseCompression(o => (o.EnableForHttps, o.MimeTypes) = (true, ["text/html"]));
        services.Configure<GzipCompressionProviderOptions>(o => o.Level = CompressionLevel.Fastest);
        services.Configure<BrotliCompressionProviderOptions>(o => o.Level = CompressionLevel.Fastest);
        services.AddAntiforgery(o => o.Cookie.Name = "portal.form");
        services.AddSingleton<IStringLocalizerFactory, FrameworkTexts>();
        services.AddRazorPages()
            .AddDataAnnotationsLocalization()
            .AddMvcOptions(o =>
            {
                o.ModelBindingMessageProvider.SpeakTheReadersLanguage();
                o.ModelMetadataDetailsProviders.Add(new DefaultWords());
                o.Filters.Add<TextRules>();
                o.Filters.Add<NoHandlerFilter>();
                o.Filters.Add<FeatureFilter>();
                o.Filters.Add<ToastFilter>();
                o.Filters.Add<StaleFormFilter>();
                o.Filters.Add<ListExportFilter>();
                o.Filters.Add<SubmitOnceFilter>();
            })
            // Checking happens once, on the server, in words; the attributes for a script that is not there are left out.
            .AddViewOptions(o => o.HtmlHelperOptions.ClientValidationEnabled = false)
            .AddCookieTempDataProvider(o => o.Cookie.Name = "portal.temp")
            .ConfigureApplicationPartManager(parts => AddParts(parts, LoadedIn(services)));
        return services;
    }

    /// <summary>Adds the middleware every request passes, error pages first and authorization last.</summary>
    public static WebApplication UsePortalWeb(this WebApplication app)
    {
        // `dotnet run` starts in Production, where assets of libraries would only be found after publishing.
        StaticWebAssetsLoader.UseStaticWebAssets(app.Environment, app.Configuration);
        if (!app.Environment.IsDevelopment())
        {
            // What was built but not published is otherwise served for developing: uncompressed and never cached.
            app.Configuration["ReloadStaticAssetsAtRuntime"] ??= "false";
            app.Configuration["EnableStaticAssetsDevelopmentCaching"] ??= "true";
        }

        app.UseSecurityHeaders();
        app.UseResponseCompression();
        app.UseHtmxRedirects();
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/error/500", CreateScopeForErrors = true });
        app.UseWhen(http => WantsPage(http.Request), branch => branch.UseStatusCodePagesWithReExecute("/error/{0}", createScopeForStatusCodePages: true));
        app.UseRouting();
        app.UseAuthentication();
        app.UseRequestUser();
        app.UseReaderLanguage();
        app.UseAuthorization();
        app.UseAntiforgeryGuard();
        // Endpoints that bind a form insist on the framework's own check, after ours has answered in words.
        app.UseAntiforgery();
        return app;
    }

    /// <summary>Maps the pages of all modules, the assets, and the shell's own endpoints.</summary>
    public static void MapPortalWeb(this IEndpointRouteBuilder routes)
    {
        routes.MapStaticAssets().AllowAnonymous();
        routes.MapRazorPages().WithStaticAssets();
        routes.MapTheme();
        ShellBrand.Map(routes);
        routes.MapLanguageChoice();
        routes.MapOperating();
    }

    /// <summary>A person's browser gets an error page; a telephone or a script gets the bare status.</summary>
    private static bool WantsPage(HttpRequest request) =>
        request.IsHtmx() || request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<Assembly> LoadedIn(IServiceCollection services) =>
        services.Select(s => s.ImplementationInstance).OfType<LoadedModules>().LastOrDefault()?.Assemblies ?? [];

    /// <summary>
    /// Makes the pages of the modules known. Those the host was built with are known already, by an attribute on its
    /// assembly; plugins are not, nor is anything when a test is the entry assembly.
    /// </summary>
    private static void AddParts(ApplicationPartManager parts, IEnumerable<Assembly> modules)
    {
        foreach (var assembly in modules.Prepend(typeof(PortalWebSetup).Assembly).Distinct())
        {
            if (!parts.ApplicationParts.OfType<AssemblyPart>().Any(p => p.Assembly == assembly))
            {
                parts.ApplicationParts.Add(new AssemblyPart(assembly));
            }

            if (!parts.ApplicationParts.OfType<CompiledRazorAssemblyPart>().Any(p => p.Assembly == assembly))
            {
                foreach (var part in new CompiledRazorAssemblyApplicationPartFactory().GetApplicationParts(assembly))
                {
                    parts.ApplicationParts.Add(part);
                }
            }
        }

        parts.FeatureProviders.Add(new InternalTiles());
    }
}
