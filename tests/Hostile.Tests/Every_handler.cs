using System.Net;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Portal.TestHost;

namespace Portal.Hostile.Tests;

/// <summary>Everything that changes something, found by reflection: shown to nobody or not.</summary>
public class Every_handler(UntouchedPortal at)
{
    // Telephones carry no cookies, so there is nothing to forge.
    private static readonly string[] ForMachines = ["/provisioning/"];

    [Fact]
    public async Task Changes_nothing_without_the_anti_forgery_token()
    {
        var met = at.Walk.Met.Select(m => m.Split('?')[0]).Distinct().ToLookup(Ids.In);
        var before = await Records.CountAsync(at.Portal.Folder);
        var (refused, wrong) = (0, new List<string>());

        foreach (var (method, path) in await HandlersAsync(at.Portal, met))
        {
            // The cookies of somebody who may, as a stranger's page would have them sent along; with a form and without.
            foreach (var content in new HttpContent[] { new FormUrlEncodedContent([KeyValuePair.Create("Input.Name", "x")]), new StringContent("{}") })
            {
                using var request = new HttpRequestMessage(method, path) { Content = content };
                using var answer = await at.Provider.Http.SendAsync(request);
                refused += answer.StatusCode == HttpStatusCode.BadRequest ? 1 : 0;
                if (answer.StatusCode is not (HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed))
                {
                    wrong.Add($"{method} {path}: {(int)answer.StatusCode}");
                }
            }
        }

        wrong.ShouldBeEmpty();
        refused.ShouldBeGreaterThan(150, "or the test knocks at the wrong addresses");
        (await Records.CountAsync(at.Portal.Folder)).ShouldBe(before);
    }

    private static async Task<IReadOnlyList<(HttpMethod Method, string Path)>> HandlersAsync(TestPortal portal, ILookup<string, string> met)
    {
        var loader = portal.Services.GetRequiredService<PageLoader>();
        var found = new List<(HttpMethod, string)>();
        foreach (var endpoint in portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var route = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page)
            {
                var compiled = page as CompiledPageActionDescriptor ?? await loader.LoadAsync(page, endpoint.Metadata);
                found.AddRange(compiled.HandlerMethods.Where(h => h.HttpMethod is not ("Get" or "GET") && !route.StartsWith("/error", StringComparison.Ordinal))
                    .Select(h => (HttpMethod.Parse(h.HttpMethod), Filled(route, met) + (string.IsNullOrEmpty(h.Name) ? "" : "?handler=" + h.Name))));
            }
            else if (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.FirstOrDefault(m => m is not ("GET" or "HEAD")) is { } method)
            {
                if (endpoint.Metadata.GetMetadata<IAntiforgeryMetadata>()?.RequiresValidation == false)
                {
                    ForMachines.ShouldContain(m => route.StartsWith(m, StringComparison.Ordinal), $"{method} {route} asks for no token");
                    continue;
                }

                found.Add((HttpMethod.Parse(method), Filled(route, met)));
            }
        }

        return [.. found.Distinct()];
    }

    /// <summary>The address of an object that exists where one was linked, so that the refusal is about the token.</summary>
    private static string Filled(string route, ILookup<string, string> met)
    {
        var kind = System.Text.RegularExpressions.Regex.Replace(route, @"\{id[^}]*\}", "{id}");
        return met[kind].FirstOrDefault()
            ?? System.Text.RegularExpressions.Regex.Replace(kind, @"\{[^}]*\}", m => met.SelectMany(k => k).FirstOrDefault(a => Ids.In(a) == kind[..m.Index] + "{id}")?.Split('/')[^1] ?? Guid.NewGuid().ToString());
    }
}
