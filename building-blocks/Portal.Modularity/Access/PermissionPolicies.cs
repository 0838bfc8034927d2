using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Portal.Modularity.Access;

/// <summary>Turns <see cref="NeedsAttribute"/> into a policy, for permissions that no list names beforehand.</summary>
internal sealed class PermissionPolicies(IOptions<AuthorizationOptions> options) : DefaultAuthorizationPolicyProvider(options)
{
    public override async Task<AuthorizationPolicy?> GetPolicyAsync(string policyName) =>
        policyName.StartsWith(NeedsAttribute.PolicyPrefix, StringComparison.Ordinal)
            ? new AuthorizationPolicyBuilder()
                .RequireAuthenticatedUser()
                .AddRequirements(new PermissionRequirement(policyName[NeedsAttribute.PolicyPrefix.Length..]))
                .Build()
            : await base.GetPolicyAsync(policyName);
}

internal sealed record PermissionRequirement(string Permission) : IAuthorizationRequirement;

internal sealed class PermissionHandler(IHttpContextAccessor http) : AuthorizationHandler<PermissionRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, PermissionRequirement requirement)
    {
        // The decision needs the request's scope, and authorization handlers are resolved once: ask the request for it.
        if (http.HttpContext?.RequestServices.GetRequiredService<IAccess>().AllowsSomewhere(requirement.Permission) == true)
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
