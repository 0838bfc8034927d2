using Portal.Modularity;

namespace Portal.Web;

/// <summary>Where people's pictures are, for the shell. Implemented by the module that keeps them, as a singleton answering from memory.</summary>
public interface IPortraits
{
    /// <summary>The address of somebody's picture; null when there is none.</summary>
    ValueTask<string?> OfAsync(UserId user, CancellationToken ct);

    /// <inheritdoc cref="OfAsync(UserId, CancellationToken)"/>
    ValueTask<string?> OfAsync(EmployeeId employee, CancellationToken ct);
}

/// <summary>Without a module that keeps pictures there are initials.</summary>
internal sealed class NoPortraits : IPortraits
{
    public ValueTask<string?> OfAsync(UserId user, CancellationToken ct) => default;

    public ValueTask<string?> OfAsync(EmployeeId employee, CancellationToken ct) => default;
}
