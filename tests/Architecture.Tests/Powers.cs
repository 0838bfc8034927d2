using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.TestHost;

namespace Portal.Architecture.Tests;

/// <summary>docs/powers.md is made from what the modules declare. After a change, run this test with PORTAL_WRITE_DOCS=1.</summary>
public class Powers
{
    private static readonly (Role Role, string Name)[] Roles =
    [
        (Role.Operator, "Operator"), (Role.Partner, "Partner"), (Role.CompanyAdmin, "Company administrator"),
        (Role.GroupAdmin, "Group administrator"), (Role.Employee, "Employee"),
    ];

    private static string File_ => Path.Combine(Product.Root, "docs", "powers.md");

    [Fact]
    public async Task Of_each_role_stand_in_the_documentation()
    {
        await using var portal = await TestPortal.StartAsync();
        var table = Write(portal.Services.GetRequiredService<ModuleCatalog>().WithModule<Permission>());
        if (Environment.GetEnvironmentVariable("PORTAL_WRITE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(File_, table);
        }

        var written = File.Exists(File_) ? await File.ReadAllTextAsync(File_) : "";
        written.ReplaceLineEndings("\n").ShouldBe(table, "docs/powers.md is stale: run this test once with PORTAL_WRITE_DOCS=1");
    }

    private static string Write(IEnumerable<(string Module, Permission Offer)> permissions)
    {
        var text = new StringBuilder();
        text.Append("""
            # Who may do what

            Made from the permissions the modules declare; a test fails when this page is stale (run it with `PORTAL_WRITE_DOCS=1`).
            A role holds its permissions within its own scope only:

            | role | reaches |
            |---|---|
            | Operator | everything |
            | Partner | the companies the partner looks after |
            | Company administrator | one company |
            | Group administrator | the groups given and all below them, their members, and of a site its employees and settings; never upward |
            | Employee | the own account |

            Above a person stands whoever holds a wider role that covers all that person may reach. Only somebody above may reset a
            password, unlock or close an account, change the administration layer, end a session, or log in as the person; operators may do the
            same among each other, but for logging in as one. Nobody changes their own role, and nobody gives a wider one than their own.

            """.ReplaceLineEndings("\n"));
        foreach (var module in permissions.GroupBy(p => p.Module.Length == 0 ? "Portal" : p.Module).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            text.Append("\n## ").Append(module.Key).Append("\n\n| permission | | ").AppendJoin(" | ", Roles.Select(r => r.Name)).Append(" |\n|---|---|")
                .Append(string.Concat(Roles.Select(_ => ":-:|"))).Append('\n');
            foreach (var (_, permission) in module.OrderBy(p => p.Offer.Key, StringComparer.Ordinal))
            {
                text.Append("| `").Append(permission.Key).Append("` | ").Append(permission.Summary).Append(" | ")
                    .AppendJoin(" | ", Roles.Select(r => permission.IsHeldBy(r.Role) ? "yes" : "")).Append(" |\n");
            }
        }

        return text.ToString();
    }
}
