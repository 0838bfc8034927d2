using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Files;
using Portal.Identity.Data;
using Portal.Identity.Pictures;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;

namespace Portal.Identity.Pages.Profile;

/// <summary>Gives the person asking a picture, or takes it away with null.</summary>
internal sealed record SetPicture(byte[]? Content) : IChange<Outcome>;

internal sealed class SetPictureHandler(IdentityDb db, UnitOfWork unit, CurrentUser asker, IFileStore files) : IRequestHandler<SetPicture, Outcome>
{
    public async Task<Outcome> Handle(SetPicture request, CancellationToken cancellationToken)
    {
        if (asker.Id is not { } id || await db.Users.SingleOrDefaultAsync(u => u.Id == id, cancellationToken) is not { } user)
        {
            return Outcome.NotFound;
        }

        string? name = null;
        if (request.Content is { } bytes)
        {
            if (bytes.Length > Picture.MostBytes)
            {
                return Outcome.Refused("Picture", T("The picture is larger than 2 MB."));
            }

            if (Picture.Read(bytes) is not { } picture)
            {
                return Outcome.Refused("Picture", T("This is not a PNG, JPEG or WebP picture, or it is damaged."));
            }

            if (picture.WhyNot() is { } reason)
            {
                return Outcome.Refused("Picture", reason);
            }

            name = $"{Guid.NewGuid():n}.{picture.Extension}";
            await files.WriteAsync(PictureEndpoint.PathOf(name), picture.Content, cancellationToken);
        }

        var old = user.Picture;
        user.Picture = name;
        await db.SaveChangesAsync(cancellationToken);
        if (old is not null)
        {
            unit.AfterCommit(_ =>
            {
                files.Remove(PictureEndpoint.PathOf(old));
                return Task.CompletedTask;
            });
        }

        return Outcome.Done;
    }
}
