using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Mail;
using Portal.Mail.Data;
using Portal.Modularity.Access;
using Portal.Web.Lists;
using Portal.Web.Platform;

namespace Portal.Web.Pages.Mail;

/// <summary>What the portal has written to whom, and whether it went. For operators only.</summary>
[Needs(PlatformOffers.ReadMail)]
internal sealed class IndexModel(MailArchive mails) : PortalPage
{
    private static readonly ListShape Shape = new ListShape("mails", "mails")
        .Search("Search recipient or subject")
        .Column("at", "When").Column("to", "To").Column("subject", "Subject").Column("state", "State")
        .Filter("state", "State", (nameof(MailState.Waiting), "On its way"), (nameof(MailState.Sent), "Sent"), (nameof(MailState.Kept), "In the folder"), (nameof(MailState.GivenUp), "Not delivered"))
        .SortedBy("at", descending: true);

    public PagedList<QueuedMail> List { get; private set; } = default!;

    public int Undelivered { get; private set; }

    public string? Server => mails.Server;

    public string Folder => mails.Folder;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Head.Title = T("Mail");
        Head.Lead = Server is null ? T("What the portal has written.") : T($"What the portal has written and handed to {Server}.");
        var query = Shape.Read(Request);
        var found = mails.Messages;
        if (query.Search.Length > 0)
        {
            found = found.Where(m => m.ToAddress.Contains(query.Search) || m.ToName.Contains(query.Search) || m.Subject.Contains(query.Search));
        }

        if (Enum.TryParse<MailState>(query["state"], out var state))
        {
            found = found.Where(m => m.State == state);
        }

        if (Guid.TryParse(query.After, out var after))
        {
            found = found.Where(m => m.Id.CompareTo(after) < 0);
        }

        var rows = await found.OrderByDescending(m => m.Id).Take(query.Size + 1).ToListAsync(ct);
        Undelivered = await mails.Messages.CountAsync(m => m.State == MailState.GivenUp, ct);
        List = new(query, [.. rows.Take(query.Size)], Next: rows.Count > query.Size ? rows[query.Size - 1].Id.ToString() : null);
        return FragmentOrPage("_List");
    }

    public static Status StateOf(QueuedMail mail) => mail.State switch
    {
        MailState.Sent => new Status(Tone.Good, T("Sent")),
        MailState.Kept => new Status(Tone.Notice, T("In the folder"), "inbox"),
        MailState.GivenUp => new Status(Tone.Bad, T("Not delivered")),
        _ when mail.Attempts > 0 => new Status(Tone.Warning, N(mail.Attempts, "Tried once, will be tried again", "Tried {0} times, will be tried again"), "hourglass"),
        _ => new Status(Tone.Neutral, T("On its way"), "send"),
    };
}
