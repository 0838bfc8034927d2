using Portal.CallLogs.Domain;
using Portal.Modularity;

namespace Portal.CallLogs.Search;

/// <summary>Whose calls a list shows, and so what "dialled" and "received" mean in it. Nothing set: all within reach.</summary>
/// <param name="Company">Set it with a site or employee too: the indexes begin with it.</param>
internal sealed record Viewpoint(CompanyId? Company = null, SiteId? Site = null, EmployeeId? Employee = null)
{
    public CallDirection DirectionOf(LoggedCall call) =>
        Employee is { } employee ? Directions.Of(call, employee) : Directions.Of(call);
}
