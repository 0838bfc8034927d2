using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.ViewComponents;

namespace Portal.Web.Shell;

/// <summary>MVC knows public view components only; modules keep theirs internal.</summary>
internal sealed class InternalTiles : IApplicationFeatureProvider<ViewComponentFeature>
{
    public void PopulateFeature(IEnumerable<ApplicationPart> parts, ViewComponentFeature feature)
    {
        foreach (var type in parts.OfType<IApplicationPartTypeProvider>().SelectMany(p => p.Types))
        {
            if (type is { IsAbstract: false, IsPublic: false, IsGenericTypeDefinition: false }
                && type.IsAssignableTo(typeof(ViewComponent)) && !feature.ViewComponents.Contains(type))
            {
                feature.ViewComponents.Add(type);
            }
        }
    }
}
