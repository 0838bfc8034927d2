using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Features;

namespace Portal.Web.Features;

/// <summary>
/// Stands before the pages of features. Where the feature is off, the page does not answer; where group administrators may
/// not change it, they are let in to look only. Someone out of reach of the place learns nothing: 404, as from the page itself.
/// </summary>
internal sealed class FeatureFilter(FeatureAccess features, IAccess access, IEnumerable<IPlaces> places, CurrentUser user) : IAsyncPageFilter
{
    internal static readonly object Refused = new();

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var page = context.ActionDescriptor.HandlerTypeInfo;
        // A place nobody knows is for the page itself, which answers 404.
        if (page.GetCustomAttribute<NeedsFeatureAttribute>() is not { } needs || PlaceOf(needs.Key, context) is not { } at)
        {
            await next();
            return;
        }

        var state = features.Of(needs.Key, at);
        var reading = HttpMethods.IsGet(context.HttpContext.Request.Method) || HttpMethods.IsHead(context.HttpContext.Request.Method);
        if (state.IsOn && (reading || features.MayChange(needs.Key, at)))
        {
            await next();
            return;
        }

        if (page.GetCustomAttribute<NeedsAttribute>() is { } permission && !access.Allows(permission.Permission, at))
        {
            context.Result = new NotFoundResult();
            return;
        }

        context.HttpContext.Items[Refused] = Explain(state, needs.Key, at);
        context.Result = new StatusCodeResult(StatusCodes.Status403Forbidden);
    }

    private FeatureRefusal Explain(FeatureState state, string key, ObjectScope at)
    {
        if (state.IsOn)
        {
            return new FeatureRefusal(T("For you to look at only"), features.Refusal(key, at)!.Problems[0].Message);
        }

        var name = state.Feature is { } feature ? T(feature.Name) + ". " : "";
        return new FeatureRefusal(
            state.Off is FeatureOff.NotInPackage or FeatureOff.Unknown ? T("Not part of this package") : T("This feature is switched off"),
            $"{name}{state.Reason} {state.Advice}");
    }

    /// <summary>Where the site or employee of the address stands; of an address without an id, the person's own.</summary>
    private ObjectScope? PlaceOf(string key, PageHandlerExecutingContext context)
    {
        if (context.RouteData.Values.TryGetValue("id", out var written))
        {
            return Guid.TryParse(written as string, out var id) ? Find(key, id) : null;
        }

        return user.Employee is { } me ? places.Select(p => p.Find(me)).FirstOrDefault(p => p is not null) : null;
    }

    /// <summary>A feature that no module declares any more may have had a page of either kind.</summary>
    private ObjectScope? Find(string key, Guid id) =>
        places.Select(p => features.Of(key, default).Feature?.Scope switch
        {
            FeatureScope.Site => p.Find(new SiteId(id)),
            FeatureScope.User => p.Find(new EmployeeId(id)),
            _ => p.Find(new EmployeeId(id)) ?? p.Find(new SiteId(id)),
        }).FirstOrDefault(p => p is not null);
}

/// <summary>Why a page of a feature does not answer, for the error page.</summary>
internal sealed record FeatureRefusal(string Title, string Words);
