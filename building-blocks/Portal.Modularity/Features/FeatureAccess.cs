using Portal.Modularity.Access;
using Portal.Modularity.Requests;

namespace Portal.Modularity.Features;

/// <summary>What the current user may do with a feature. Asked by the feature's page before it answers and by its requests before they change anything.</summary>
public sealed class FeatureAccess(IFeatureAssignments assignments, CurrentUser user)
{
    public FeatureState Of(string key, ObjectScope at) => assignments.Of(key, at);

    /// <summary>True when the feature is on there and this person's role may change it; the permission is asked separately.</summary>
    public bool MayChange(string key, ObjectScope at) => Refusal(key, at) is null;

    /// <summary>Why this person may not change the feature there; null when they may.</summary>
    public Outcome? Refusal(string key, ObjectScope at)
    {
        var state = assignments.Of(key, at);
        if (!state.IsOn)
        {
            return Outcome.Refused($"{state.Reason} {state.Advice}");
        }

        return state.AdminMayChange || !IsGroupAdminOnly(at)
            ? null
            : Outcome.Refused(T("Group administrators may look at this feature but not change it. A company administrator can allow it under Feature assignment."));
    }

    /// <summary>True when this person reaches the place as a group administrator and in no wider way, nor as the employee it belongs to.</summary>
    public bool IsGroupAdminOnly(ObjectScope at) =>
        user.Grants.Any(g => g.Role == Role.GroupAdmin)
        && !user.Grants.Any(g => g.Role != Role.GroupAdmin && g.Covers(at));
}
