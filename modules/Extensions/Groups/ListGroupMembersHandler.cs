using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Extensions.Contracts;
using Portal.Extensions.Data;
using Portal.Tenancy.Contracts;

namespace Portal.Extensions.Groups;

internal sealed class ListGroupMembersHandler(ExtensionsDb db, IMediator mediator) : IRequestHandler<ListGroupMembers, IReadOnlyList<Modularity.EmployeeId>>
{
    public async Task<IReadOnlyList<Modularity.EmployeeId>> Handle(ListGroupMembers request, CancellationToken cancellationToken) =>
        await mediator.Send(new FindGroup(request.Group), cancellationToken) is null
            ? []
            : await db.Memberships.AsNoTracking().Where(m => m.GroupId == request.Group).Select(m => m.EmployeeId).ToListAsync(cancellationToken);
}
