using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain;
using Portal.Tenancy.Domain.Partners;

namespace Portal.Tenancy.Pages.Partners;

/// <summary>Adds a partner, or changes one from the version the form was filled from.</summary>
/// <param name="Id">Null: a new one.</param>
internal sealed record SavePartner(PartnerId? Id, int Version, string Name, string Notes) : IChange<Outcome<PartnerId>>;

internal sealed class SavePartnerHandler(TenancyDb db, UnitOfWork unit, IAccess access) : IRequestHandler<SavePartner, Outcome<PartnerId>>
{
    private const int LongestNotes = 2000;

    public async Task<Outcome<PartnerId>> Handle(SavePartner request, CancellationToken cancellationToken)
    {
        if (!access.Allows(TenancyModule.ManagePartners, ObjectScope.Platform))
        {
            return Outcome.NotFound;
        }

        var partner = request.Id is { } id
            ? await db.Partners.SingleOrDefaultAsync(p => p.Id == id, cancellationToken)
            : db.Partners.Add(new Partner { CreatedAt = unit.Clock.GetUtcNow() }).Entity;
        if (partner is null)
        {
            return Outcome.NotFound;
        }

        var (name, notes) = (request.Name.Tidied(), request.Notes.Tidied());
        Problem[] problems =
        [
            .. Limits.Required("Name", name, Partner.LongestName, T("Give the partner a name.")), .. Limits.Optional("Notes", notes, LongestNotes),
        ];
        if (problems.Length > 0)
        {
            return Outcome.Refused(problems);
        }

        partner.Change(name, notes);
        if (request.Id is not null)
        {
            db.ExpectVersion(partner, request.Version);
            if (!db.ChangeTracker.HasChanges() && partner.Version == request.Version)
            {
                return partner.Id;
            }
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (e is not DbUpdateConcurrencyException && unit.Database.IsDuplicate(e))
        {
            return Outcome.Refused("Name", T("There is a partner of this name already; choose a different one."));
        }

        return partner.Id;
    }
}

/// <summary>Says who looks after a company.</summary>
/// <param name="Partner">Null: the provider itself.</param>
internal sealed record AssignPartner(CompanyId Company, PartnerId? Partner) : IChange<Outcome>;

internal sealed class AssignPartnerHandler(TenancyDb db, IAccess access) : IRequestHandler<AssignPartner, Outcome>
{
    public async Task<Outcome> Handle(AssignPartner request, CancellationToken cancellationToken)
    {
        if (!access.Allows(TenancyModule.ManagePartners, ObjectScope.Platform)
            || await db.Companies.SingleOrDefaultAsync(c => c.CompanyId == request.Company, cancellationToken) is not { } company)
        {
            return Outcome.NotFound;
        }

        if (request.Partner is { } partner && !await db.Partners.AnyAsync(p => p.Id == partner, cancellationToken))
        {
            return Outcome.Refused("Partner", T("Choose a partner from the list."));
        }

        company.GiveTo(request.Partner);
        await db.SaveChangesAsync(cancellationToken);
        return Outcome.Done;
    }
}
