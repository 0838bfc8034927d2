using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Modularity.Requests;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Features;
using Portal.Tenancy.Features;

namespace Portal.Tenancy.Pages.Features;

/// <summary>Decides feature by feature what a site or employee has, and what group administrators may change (TE13, ID7).</summary>
/// <param name="Version">The version the form was filled from, 0 where nothing had been decided; null: a switch, which needs none.</param>
internal sealed record AssignFeatures(FeatureHolder Holder, IReadOnlyList<FeatureDecision> Decisions, int? Version) : IChange<Outcome>;

/// <param name="Assigned">Null: as it is.</param>
/// <param name="AllowAdmin">Null: as it is.</param>
internal sealed record FeatureDecision(string Key, bool? Assigned, bool? AllowAdmin = null);

internal sealed class AssignFeaturesHandler(
    TenancyDb db, UnitOfWork unit, IAccess access, Holders holders, FeatureRegistry registry, FeatureSnapshot snapshot, FeatureAccess features)
    : IRequestHandler<AssignFeatures, Outcome>
{
    public async Task<Outcome> Handle(AssignFeatures request, CancellationToken cancellationToken)
    {
        if (await holders.FindAsync(request.Holder, TenancyModule.ViewFeatures, cancellationToken) is not { } holder)
        {
            return Outcome.NotFound;
        }

        if (!holders.MayAssign(holder.At))
        {
            return Outcome.Forbidden;
        }

        var row = await db.FeatureAssignments.SingleOrDefaultAsync(a => a.HolderId == request.Holder.Id, cancellationToken);
        if (request.Version is { } version && version != (row?.Version ?? 0))
        {
            return Lost(holder);
        }

        if (row is null)
        {
            db.Add(row = new FeatureAssignment { HolderId = request.Holder.Id, CompanyId = holder.At.Company!.Value, Scope = request.Holder.Scope });
        }

        foreach (var decision in request.Decisions)
        {
            if (Decide(row, holder, decision) is { } refusal)
            {
                return refusal;
            }
        }

        if (row is { Version: 0, SwitchedOff: "", SwitchedOn: "", AdminDenied: "" } || !db.ChangeTracker.HasChanges())
        {
            return Outcome.Done;
        }

        unit.RecordProvisioning(row.CompanyId, holder.At.Site, "Feature assignment", null, holder.Name, row.HolderId.ToString());
        return await SaveAsync(row, holder, cancellationToken);
    }

    private Outcome? Decide(FeatureAssignment row, HolderView holder, FeatureDecision decision)
    {
        // A site decides on its own features and on those of its employees, an employee's assignment on the employee's only.
        if (registry.Find(decision.Key) is not { } feature || (holder.Holder.Scope == FeatureScope.User && feature.Scope == FeatureScope.Site))
        {
            return Outcome.Refused(T("One of the features is not installed here any more. Load the page again."));
        }

        var now = snapshot.ChoiceOf(feature, holder.Holder, holder.At);
        if (decision.Assigned is { } on && on != now.Assigned)
        {
            if (now.Locked != FeatureOff.No)
            {
                return Outcome.Refused($"{T(feature.Name)}: {now.Reason}");
            }

            if (!now.AdminMayChange && features.IsGroupAdminOnly(holder.At))
            {
                return Outcome.Refused(T($"{T(feature.Name)}: group administrators may not change this. Ask a company administrator."));
            }

            row.Assign(feature.Key, on, now.Anyway);
        }

        if (decision.AllowAdmin is { } allowed && !now.DeniedAbove && allowed != now.AdminMayChange)
        {
            if (!access.Allows(TenancyModule.AllowAdmin, holder.At))
            {
                return Outcome.Forbidden;
            }

            row.AllowAdmin(feature.Key, allowed);
        }

        return null;
    }

    private async Task<Outcome> SaveAsync(FeatureAssignment row, HolderView holder, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || unit.Database.IsDuplicate(e))
        {
            return Lost(holder);
        }

        unit.AfterCommit(_ =>
        {
            snapshot.Apply(row);
            return Task.CompletedTask;
        });
        return Outcome.Done;
    }

    private static Outcome Lost(HolderView holder) =>
        Outcome.Conflict(T($"Somebody else changed the feature assignment of {holder.Name} meanwhile. Nothing of yours was saved."));
}
