using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Portal.Data.Files;
using Portal.Identity.Accounts;
using Portal.Modularity;
using Portal.Modularity.Access;

namespace Portal.Identity.Pictures;

/// <summary>
/// <c>GET /pictures/{id}/{name}</c>: a person's picture, for themselves, their colleagues and those who look after their company.
/// A new picture has a new name, so that browsers keep each for ever.
/// </summary>
internal static class PictureEndpoint
{
    public static void MapPictures(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/pictures/{id:guid}/{name}", async (Guid id, string name, HttpContext http, KnownAccounts known, IFileStore files, CurrentUser viewer) =>
        {
            if (await known.FindAsync(new UserId(id), http.RequestAborted) is not { Picture: { } picture } account
                || picture != name || !MaySee(viewer, account) || files.OpenRead(PathOf(picture)) is not { } content)
            {
                return Results.NotFound();
            }

            var headers = http.Response.Headers;
            headers.CacheControl = "private, max-age=31536000, immutable";
            // Shown as a picture or not at all, even when opened by itself.
            headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
            headers.XContentTypeOptions = "nosniff";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            return Results.Stream(content, TypeOf(picture));
        }).RequireAuthorization();

    public static string PathOf(string picture) => "pictures/" + picture;

    private static bool MaySee(CurrentUser viewer, Account account) =>
        viewer.Id == account.Id
        || (account.Company is { } company ? viewer.Company == company || viewer.Grants.Any(g => g.Covers(new ObjectScope(company))) : viewer.IsOperator);

    private static string TypeOf(string picture) => Path.GetExtension(picture) switch
    {
        ".png" => "image/png",
        ".webp" => "image/webp",
        _ => "image/jpeg",
    };
}
