using MediatR;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Groups;

namespace Portal.Tenancy.Requests;

internal sealed class GroupQueries(GroupAccess groups) :
    IRequestHandler<FindGroup, GroupSummary?>, IRequestHandler<ListGroups, IReadOnlyList<GroupSummary>>
{
    public async Task<GroupSummary?> Handle(FindGroup request, CancellationToken cancellationToken) =>
        (await groups.FindAsync(request.Id, TenancyModule.ViewGroups, cancellationToken))?.Group;

    public Task<IReadOnlyList<GroupSummary>> Handle(ListGroups request, CancellationToken cancellationToken) =>
        groups.ListAsync(request.Company, TenancyModule.ViewGroups, cancellationToken);
}
