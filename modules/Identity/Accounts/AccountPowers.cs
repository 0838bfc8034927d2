using Microsoft.EntityFrameworkCore;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;

namespace Portal.Identity.Accounts;

/// <summary>An account with what it may do.</summary>
internal sealed record HeldAccount(User User, IReadOnlyList<UserGrant> Grants)
{
    public Role? Layer => Hierarchy.LayerOf(Grants);

    public ObjectScope Scope => UserGrant.ScopeOf(Grants);

    /// <summary>Somebody's own employee record comes with the account: name and username are changed there.</summary>
    public EmployeeId? Employee => Grants.Select(g => g.EmployeeId).FirstOrDefault(e => e is not null);
}

/// <summary>Finds accounts to change, and changes what they may do. Runs inside the caller's transaction.</summary>
internal sealed class AccountPowers(IdentityDb db, IAccess access, CurrentUser asker)
{
    /// <summary>Null when there is none within the asker's reach.</summary>
    public async Task<HeldAccount?> FindAsync(UserId id, string permission, CancellationToken ct)
    {
        var grants = await db.Grants.Where(g => g.UserId == id).ToListAsync(ct);
        return access.Allows(permission, UserGrant.ScopeOf(grants)) && await db.Users.SingleOrDefaultAsync(u => u.Id == id, ct) is { } user
            ? new HeldAccount(user, grants)
            : null;
    }

    /// <summary>
    /// The account of an employee whom the asker reaches as an employee, whatever wider role they hold besides: a group administrator
    /// gives groups to other group administrators among the own people.
    /// </summary>
    public async Task<HeldAccount?> FindByOwnAsync(UserGrant login, string permission, CancellationToken ct) =>
        access.Allows(permission, login.Scope)
            ? new HeldAccount(
                await db.Users.SingleAsync(u => u.Id == login.UserId, ct), await db.Grants.Where(g => g.UserId == login.UserId).ToListAsync(ct))
            : null;

    /// <summary>Why the asker may not change this account; null when they may.</summary>
    public string? WhyNot(HeldAccount account) =>
        account.User.Id == asker.Id ? T("Nobody changes their own powers; somebody above has to do it.")
        : !Hierarchy.MayManage(asker.Grants, account.Grants) ? T("Only somebody above can change this account.")
        : null;

    /// <summary>The administration layers the asker may choose for this account, the present one among them.</summary>
    public IReadOnlyList<Role> LayersFor(HeldAccount account) => account.Layer is not { } present || present <= Role.Partner
        ? []
        : [.. new[] { Role.CompanyAdmin, Role.GroupAdmin, Role.Employee }
            .Where(r => r == present || ((r != Role.Employee || account.Employee is not null) && Hierarchy.MayMake(asker.Grants, account.Grants, r)))];

    /// <summary>Changes the administration layer. Groups given before are lost with the layer of group administrators.</summary>
    public Outcome SetLayer(HeldAccount account, Role layer)
    {
        if (layer == account.Layer)
        {
            return Outcome.Done;
        }

        if (WhyNot(account) is { } reason)
        {
            return Outcome.Refused(reason);
        }

        if (!LayersFor(account).Contains(layer))
        {
            return Outcome.Refused("Layer", layer == Role.Employee && account.Employee is null
                ? T("This person is not an employee; remove the account instead.")
                : T("You cannot give this role."));
        }

        db.Grants.RemoveRange(account.Grants.Where(g => g.Role is Role.CompanyAdmin or Role.GroupAdmin));
        if (layer is Role.CompanyAdmin or Role.GroupAdmin)
        {
            db.Grants.Add(new UserGrant { UserId = account.User.Id, Role = layer, CompanyId = account.User.CompanyId });
        }

        return Outcome.Done;
    }

    /// <summary>
    /// True when nobody but this account could run the platform. Operators' changes follow each other, so that two cannot close
    /// each other's account at the same moment.
    /// </summary>
    public async Task<bool> IsLastOperatorAsync(UserId id, CancellationToken ct)
    {
        var operators = db.Users.Where(u => db.Grants.Any(g => g.UserId == u.Id && g.Role == Role.Operator));
        var first = await operators.OrderBy(u => u.Id).Select(u => u.Id).FirstAsync(ct);
        await db.Users.Where(u => u.Id == first).ExecuteUpdateAsync(u => u.SetProperty(x => x.LastTryAt, x => x.LastTryAt), ct);
        return !await operators.AnyAsync(u => u.Id != id && !u.Disabled && u.PasswordHash != null, ct);
    }
}
