using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Modularity;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Numbers;

namespace Portal.Tenancy.Numbers;

/// <summary>Saves numbers with their history, tells the other modules inside the transaction, and the directory after it.</summary>
internal sealed class NumberChanges(TenancyDb db, UnitOfWork unit, IMediator mediator, NumberDirectory directory)
{
    private readonly List<INotification> _news = [];
    private readonly HashSet<Number> _changed = [];

    /// <summary>Notes what happened to a number; saved with the next <see cref="SaveAsync"/>.</summary>
    public void Note(Number number, NumberHappening happening, string about = "")
    {
        _changed.Add(number);
        db.NumberHistory.Add(new NumberEvent
        {
            CompanyId = number.CompanyId,
            E164 = number.E164,
            At = unit.Clock.GetUtcNow(),
            By = unit.User.Name,
            Happening = happening,
            About = about.Length > 200 ? about[..200] : about,
        });
    }

    /// <summary>The number changes with the next <see cref="SaveAsync"/>, without a line in its history.</summary>
    public void Follow(Number number) => _changed.Add(number);

    /// <summary>Published with the next <see cref="SaveAsync"/>.</summary>
    public void Tell(params ReadOnlySpan<INotification> news) => _news.AddRange(news);

    /// <summary>Gives a free number to somebody. The first number of an owner is the one they are known by.</summary>
    public async Task AssignAsync(Number number, NumberOwner owner, SiteId? site, string name, CancellationToken ct)
    {
        var primary = !await db.Numbers.AnyAsync(n => n.OwnerId == owner.Id, ct) && !_changed.Any(n => n.OwnerId == owner.Id);
        number.Assign(owner, site, primary);
        Note(number, NumberHappening.Assigned, name);
        _news.Add(new NumberAssigned(number.ToSummary()));
    }

    /// <summary>Takes a number from its owner; another one becomes the owner's primary number when this was it.</summary>
    public async Task UnassignAsync(Number number, NumberHappening happening, string about, Action<Number> change, CancellationToken ct)
    {
        var (owner, wasPrimary) = (number.Owner, number.IsPrimary);
        change(number);
        Note(number, happening, about);
        if (owner is null)
        {
            return;
        }

        _news.Add(new NumberUnassigned(number.ToSummary(), owner));
        if (wasPrimary)
        {
            // Saved first, or the database would see two primary numbers for a moment.
            await db.SaveChangesAsync(ct);
            if (await db.Numbers.Where(n => n.OwnerId == owner.Id && n.Id != number.Id).OrderBy(n => n.E164).FirstOrDefaultAsync(ct) is { } next)
            {
                next.SetPrimary(true);
                Note(next, NumberHappening.MadePrimary);
            }
        }
    }

    /// <summary>Conflict in words when somebody else has changed one of the numbers in the same moment.</summary>
    public async Task<Outcome> SaveAsync(CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Taken;
        }
        catch (DbUpdateException e) when (unit.Database.IsDuplicate(e))
        {
            return Taken;
        }

        foreach (var news in _news)
        {
            await mediator.Publish(news, ct);
        }

        NumberDirectory.Entry[] entries = [.. _changed.Select(NumberDirectory.Entry.Of)];
        _news.Clear();
        _changed.Clear();
        unit.AfterCommit(_ =>
        {
            directory.Follow(entries, []);
            return Task.CompletedTask;
        });
        return Outcome.Done;
    }

    public static Outcome Taken => Outcome.Conflict(T("Somebody else has just taken or changed this number. Nothing of yours was saved; choose again."));
}
