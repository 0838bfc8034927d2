using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Modularity.Requests;
using Portal.Tenancy.Data;
using Portal.Tenancy.Features;

namespace Portal.Tenancy.Pages.Features;

/// <summary>Feature assignment of a site or an employee: which features, and which of them group administrators may change (TE13, ID7).</summary>
internal abstract class AssignmentPage(
    FeatureScope scope, Holders holders, TenancyDb db, IAccess access, IMediator mediator, FeatureRegistry registry, FeatureSnapshot snapshot, FeatureAccess features)
    : HolderPage(scope, holders, db, access)
{
    [BindProperty]
    public int Version { get; set; }

    /// <summary>The keys that stood in the form; what has been installed since keeps its state.</summary>
    [BindProperty]
    public string[] Shown { get; set; } = [];

    [BindProperty]
    public string[] Assigned { get; set; } = [];

    [BindProperty]
    public string[] Admin { get; set; } = [];

    public IReadOnlyList<AssignmentTable> Tables { get; private set; } = [];

    public bool MayAllowAdmin { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await LoadAsync(ct))
        {
            return NotFound();
        }

        Version = await VersionAsync(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await LoadAsync(ct))
        {
            return NotFound();
        }

        var rows = Tables.SelectMany(t => t.Rows).Where(r => Shown.Contains(r.Choice.Feature.Key)).ToArray();
        var decisions = rows.Select(r => new FeatureDecision(
            r.Choice.Feature.Key,
            r.MayChange ? Assigned.Contains(r.Choice.Feature.Key) : null,
            MayAllowAdmin && !r.Choice.DeniedAbove ? Admin.Contains(r.Choice.Feature.Key) : null));
        var outcome = await mediator.Send(new AssignFeatures(Holder, [.. decisions], Version), ct);
        if (outcome.Kind == OutcomeKind.Conflict)
        {
            Version = await VersionAsync(ct);
            Tables = [.. Tables.Select(t => t with { Rows = [.. t.Rows.Select(AsTicked)] })];
            return Conflicted(outcome, nameof(Version));
        }

        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T($"The feature assignment of {View.Name} is saved."));
        return Redirect($"{View.Address}/feature-assignment");
    }

    private async Task<bool> LoadAsync(CancellationToken ct)
    {
        if (!await PlaceAsync(TenancyModule.AssignFeatures, T("Feature assignment"), ct) || !Holders.MayAssign(View.At))
        {
            return false;
        }

        Head.Lead = IsSite
            ? T("Which features the site has, and which ones its employees may use. Switching one off takes it from everybody here.")
            : T("Which features this employee may use. What the site does not allow stays off here.");
        MayAllowAdmin = Access.Allows(TenancyModule.AllowAdmin, View.At);
        var adminOnly = features.IsGroupAdminOnly(View.At);
        AssignmentTable Table(string name, FeatureScope of) => new(name, [.. registry.Of(of)
            .Select(f => snapshot.ChoiceOf(f, Holder, View.At))
            .Select(c => new AssignmentRow(c, c.Locked == FeatureOff.No && (c.AdminMayChange || !adminOnly), c.Assigned, c.AdminMayChange))]);
        Tables = [.. (IsSite
            ? new[] { Table(T("Features of the site"), FeatureScope.Site), Table(T("Features of the employees here"), FeatureScope.User) }
            : [Table(T("Features of the employee"), FeatureScope.User)]).Where(t => t.Rows.Count > 0)];
        return true;
    }

    /// <summary>As the person left the boxes, for the form shown again.</summary>
    private AssignmentRow AsTicked(AssignmentRow row) => row with
    {
        Assigned = row.MayChange ? Assigned.Contains(row.Choice.Feature.Key) : row.Assigned,
        AllowAdmin = MayAllowAdmin && !row.Choice.DeniedAbove ? Admin.Contains(row.Choice.Feature.Key) : row.AllowAdmin,
    };

    private async Task<int> VersionAsync(CancellationToken ct) =>
        await Db.FeatureAssignments.AsNoTracking().Where(a => a.HolderId == Id).Select(a => a.Version).SingleOrDefaultAsync(ct);
}

internal sealed record AssignmentTable(string Name, IReadOnlyList<AssignmentRow> Rows);

/// <param name="MayChange">This person may tick the first box.</param>
internal sealed record AssignmentRow(FeatureChoice Choice, bool MayChange, bool Assigned, bool AllowAdmin);
