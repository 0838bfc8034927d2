using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Modularity.Texts;

namespace Portal.Identity.Pages.Profile;

/// <summary>Changes what the person asking may change of their own account (ID12).</summary>
/// <param name="Name">Ignored for employees: their name belongs to the employee.</param>
/// <param name="Language">Null: as the browser asks.</param>
/// <param name="TimeZone">IANA name; null: as the browser has it.</param>
internal sealed record ChangeOwnProfile(string? Name, string? Language, string? TimeZone, int Version) : IChange<Outcome>;

internal sealed class ChangeOwnProfileHandler(IdentityDb db, CurrentUser asker) : IRequestHandler<ChangeOwnProfile, Outcome>
{
    public async Task<Outcome> Handle(ChangeOwnProfile request, CancellationToken cancellationToken)
    {
        if (asker.Id is not { } id || await db.Users.SingleOrDefaultAsync(u => u.Id == id, cancellationToken) is not { } user)
        {
            return Outcome.NotFound;
        }

        db.ExpectVersion(user, request.Version);
        if (asker.Employee is null)
        {
            if (request.Name?.Trim() is not { Length: > 0 and <= 128 } name)
            {
                return Outcome.Refused("Name", T($"Give a name of at most {128} characters."));
            }

            user.DisplayName = name;
        }

        if (!string.IsNullOrEmpty(request.Language) && SpokenLanguages.Find(request.Language) is null)
        {
            return Outcome.Refused("Language", T("The portal does not speak this language."));
        }

        if (!string.IsNullOrEmpty(request.TimeZone) && !TimeZones.Knows(request.TimeZone))
        {
            return Outcome.Refused("TimeZone", T("There is no such time zone; choose one of the list, such as Europe/Berlin."));
        }

        user.Language = string.IsNullOrEmpty(request.Language) ? null : request.Language;
        user.TimeZone = string.IsNullOrEmpty(request.TimeZone) ? null : request.TimeZone;
        await db.SaveChangesAsync(cancellationToken);
        return Outcome.Done;
    }
}
