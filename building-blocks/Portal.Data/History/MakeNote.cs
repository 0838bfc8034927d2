using MediatR;
using Portal.Data.Core;
using Portal.Modularity.Requests;

namespace Portal.Data.History;

/// <summary>Adds a note to an object. Only the provider may keep one from the customer.</summary>
public sealed record MakeNote(string Kind, Guid Id, string Text, bool ProviderOnly) : IChange<Outcome>;

internal sealed class MakeNoteHandler(CoreDb db, ObjectHistory history, UnitOfWork unit) : IRequestHandler<MakeNote, Outcome>
{
    public async Task<Outcome> Handle(MakeNote request, CancellationToken cancellationToken)
    {
        if (await history.FindAsync(request.Kind, request.Id, ObjectHistory.Note, cancellationToken) is not { } found)
        {
            return Outcome.NotFound;
        }

        if (request.ProviderOnly && !history.IsProvider)
        {
            return Outcome.Forbidden;
        }

        var text = new string([.. request.Text.Where(c => c is '\n' || !char.IsControl(c))]).Trim();
        if (text.Length is 0 or > ObjectNote.Longest)
        {
            return Outcome.Refused("Text", text.Length == 0 ? T("Write what is to be remembered.") : T($"Use at most {ObjectNote.Longest} characters; this has {text.Length}."));
        }

        db.Notes.Add(new ObjectNote
        {
            Kind = request.Kind,
            ObjectId = request.Id.ToString(),
            CompanyId = found.Scope.Company,
            At = unit.Clock.GetUtcNow(),
            UserId = unit.User.Supporter?.Id ?? unit.User.Id,
            UserName = unit.User.Supporter?.Name ?? unit.User.Name,
            Text = text,
            ProviderOnly = request.ProviderOnly,
        });
        await db.SaveChangesAsync(cancellationToken);
        return Outcome.Done;
    }
}
