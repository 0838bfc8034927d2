using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Portal.Modularity;
using Portal.Modularity.Access;

namespace Portal.Web.Shell;

/// <summary>The brand of whoever looks, as the layout draws it. Its colours and logo are files of their own: pages have no inline style.</summary>
internal sealed class ShellBrand(IBrands brands, CurrentUser user, IOptions<PortalWebOptions> options)
{
    private readonly Brand _brand = brands.Of(user.Company);

    public string Name => _brand.Name.Length > 0 ? _brand.Name : options.Value.Name;

    /// <summary>Null: the product's own colours.</summary>
    public string? Style => _brand.Accent.Length > 0 ? Address("/brand.css") : null;

    /// <summary>Null: the product's own mark.</summary>
    public string? Logo => _brand.Logo is not null ? Address("/brand.png") : null;

    // Whose brand it is belongs into the address: somebody who signs in as another person must not see the cached one.
    private string Address(string path) => string.Create(CultureInfo.InvariantCulture, $"{path}?of={user.Company?.ToString() ?? "platform"}&v={_brand.Version}");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/brand.css", (IBrands brands, CurrentUser user, HttpContext http) =>
            AccentColour.Read(brands.Of(user.Company).Accent) is { } accent ? Cached(http, Results.Text(accent.Style, "text/css")) : Results.NotFound())
            .AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/brand.png", (IBrands brands, CurrentUser user, HttpContext http) =>
            brands.Of(user.Company).Logo is { } logo ? Cached(http, Results.Bytes(logo, "image/png")) : Results.NotFound())
            .AllowAnonymous().ExcludeFromDescription();
    }

    private static IResult Cached(HttpContext http, IResult result)
    {
        http.Response.Headers.CacheControl = "private, max-age=604800";
        return result;
    }
}

/// <summary>The product looks like itself where no module keeps brands.</summary>
internal sealed class NoBrands : IBrands
{
    public Brand Of(CompanyId? company) => Brand.None;
}
