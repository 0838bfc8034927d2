using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Isolation;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;

namespace Portal.Tenancy.Requests;

internal sealed class FindContactHandler(TenancyDb db, IAccess access, DataScope scope) : IRequestHandler<FindContact, ContactSummary?>
{
    public async Task<ContactSummary?> Handle(FindContact request, CancellationToken cancellationToken) =>
        await db.Contacts.AsNoTracking().SingleOrDefaultAsync(c => c.Id == request.Id, cancellationToken) is { } contact
        && (scope.Everything || access.Allows(TenancyModule.ViewContacts, new ObjectScope(contact.CompanyId)))
            ? contact.ToSummary()
            : null;
}

internal sealed class FindPartnerHandler(TenancyDb db, IAccess access, DataScope scope) : IRequestHandler<FindPartner, PartnerSummary?>
{
    public async Task<PartnerSummary?> Handle(FindPartner request, CancellationToken cancellationToken) =>
        (scope.Everything || access.Allows(TenancyModule.ManagePartners, ObjectScope.Platform))
        && await db.Partners.AsNoTracking().SingleOrDefaultAsync(p => p.Id == request.Id, cancellationToken) is { } partner
            ? partner.ToSummary()
            : null;
}
