using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Modularity;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Groups;

namespace Portal.Tenancy.Demo;

/// <summary>Acme's Sales with two regions, and Leeds' own Support.</summary>
internal sealed class GroupsDemo(TenancyDb db, UnitOfWork unit) : IDemoData
{
    public int Order => 12;

    public async Task SeedAsync(CancellationToken ct)
    {
        var leeds = await db.Sites.SingleOrDefaultAsync(s => s.Name == "Leeds", ct);
        if (leeds is null)
        {
            return;
        }

        var sales = Add(leeds.CompanyId, null, "Sales", new GroupProfile("Jane", "Jones", "sales@acme.example", "+44 20 7946 0120", "12 Finsbury Square\nLondon"));
        Add(leeds.CompanyId, sales.Id, "Sales North", GroupProfile.Empty);
        Add(leeds.CompanyId, sales.Id, "Sales South", GroupProfile.Empty);
        Add(leeds.CompanyId, GroupId.Of(leeds.Id), "Support", GroupProfile.Empty);
        await db.SaveChangesAsync(ct);
    }

    private Group Add(CompanyId company, GroupId? under, string name, GroupProfile profile)
    {
        var group = Group.Create(company, under, name, unit.Clock.GetUtcNow());
        group.Apply(profile);
        return db.Groups.Add(group).Entity;
    }
}
