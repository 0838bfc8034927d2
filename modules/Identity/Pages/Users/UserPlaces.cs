using MediatR;
using Portal.Identity.Domain;
using Portal.Tenancy.Contracts;
using Portal.Web;

namespace Portal.Identity.Pages.Users;

/// <summary>Where the pages of one account stand: below its company, its partner, or all users.</summary>
internal static class UserPlaces
{
    /// <summary>Answers the list the account is in.</summary>
    public static async Task<string> UnderUsersAsync(this PageHead head, IMediator mediator, User user, IEnumerable<UserGrant> grants, CancellationToken ct)
    {
        if (user.CompanyId is { } id && await mediator.Send(new FindCompany(id), ct) is { } company)
        {
            head.Under(company.Name, $"/companies/{id}").Under(T("Users"), $"/companies/{id}/users");
            head.Subject = Subject.Company(id, company.Name, company.SipDomain);
            return $"/companies/{id}/users";
        }

        if (grants.Select(g => g.PartnerId).FirstOrDefault(p => p is not null) is { } partner && await mediator.Send(new FindPartner(partner), ct) is { } theirs)
        {
            head.Under(T("Partners"), "/partners").Under(theirs.Name, $"/partners/{partner}").Under(T("Logins"), $"/partners/{partner}/users");
            return $"/partners/{partner}/users";
        }

        head.Under(T("Users"), "/users");
        return "/users";
    }
}
