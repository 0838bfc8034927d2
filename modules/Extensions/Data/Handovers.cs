using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Extensions.Domain;
using Portal.Modularity;
using Portal.Modularity.Access;

namespace Portal.Extensions.Data;

/// <summary>Puts new passwords aside for the person who made them, and hands them over once.</summary>
internal sealed class Handovers(ExtensionsDb db, SipSecrets secrets, CurrentUser user, TimeProvider clock)
{
    /// <summary>To be saved with the change that made the passwords.</summary>
    public async Task PutAsync(Employee employee, NewPasswords passwords, CancellationToken ct)
    {
        // Work of the system itself has no screen to show them on.
        if (user.Id is not { } me)
        {
            return;
        }

        var now = clock.GetUtcNow();
        await db.Handovers.Where(h => h.ExpiresAt < now || h.EmployeeId == employee.Id).ExecuteDeleteAsync(ct);
        db.Add(new Handover
        {
            CompanyId = employee.CompanyId,
            EmployeeId = employee.Id,
            UserId = me,
            Passwords = secrets.Protect(JsonSerializer.Serialize(passwords)),
            ExpiresAt = now + Handover.Lifetime,
        });
    }

    /// <summary>Null when there are none, or somebody has seen them.</summary>
    public async Task<NewPasswords?> TakeAsync(EmployeeId employee, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (user.Id is not { } me
            || await db.Handovers.FirstOrDefaultAsync(h => h.EmployeeId == employee && h.UserId == me && h.ExpiresAt >= now, ct) is not { } waiting)
        {
            return null;
        }

        db.Remove(waiting);
        await db.SaveChangesAsync(ct);
        return JsonSerializer.Deserialize<NewPasswords>(secrets.Reveal(waiting.Passwords));
    }
}
