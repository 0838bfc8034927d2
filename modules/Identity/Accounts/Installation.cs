using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data.Isolation;
using Portal.Identity.Data;
using Portal.Modularity.Access;

namespace Portal.Identity.Accounts;

/// <summary>Whether somebody has taken this installation into use.</summary>
internal sealed class Installation(SystemWork system)
{
    private volatile bool _hasOperator;

    /// <summary>True for ever once there is an operator; until then the database is asked each time.</summary>
    public async ValueTask<bool> HasOperatorAsync(CancellationToken ct)
    {
        if (!_hasOperator)
        {
            await using var scope = system.Begin("is there an operator");
            _hasOperator = await scope.ServiceProvider.GetRequiredService<IdentityDb>().Grants.AnyAsync(g => g.Role == Role.Operator, ct);
        }

        return _hasOperator;
    }
}
