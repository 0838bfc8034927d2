using System.Text.RegularExpressions;
using Portal.TestHost;

namespace Portal.Hostile.Tests;

/// <summary>Acme's administrator sends Acme's own forms, with one id in them that is Beta's: in the address, a hidden field, a list of choices.</summary>
public class Ids_in_forms
{
    // Names that stand on Beta's pages only.
    private static readonly string[] Betas = ["Manchester", "beta.localhost", "bella.admin", "Bella Admin"];

    [Fact]
    public async Task Of_another_company_change_nothing_and_show_nothing()
    {
        await using var portal = await TestPortal.StartAsync(o => o.Demo = true);
        using var anna = new Visitor("company admin", await portal.SignInAsync("anna.admin"));
        var (tables, foreign) = await RowsAsync(portal.Folder);
        var (posts, wrong) = (0, new List<string>());
        var before = await Records.CountAsync(portal.Folder, "anna.admin");

        foreach (var form in (await anna.WalkAsync()).Pages.Values.SelectMany(f => f).DistinctBy(f => f.Kind))
        {
            foreach (var (what, action, changes) in Bent(form, tables, foreign))
            {
                var values = new Plausible().For(form);
                foreach (var (name, value) in changes)
                {
                    values[name] = value;
                }

                using var answer = await anna.Http.PostAsync(action, form.Content(values));
                var body = await answer.Content.ReadAsStringAsync();
                posts++;
                var now = await Records.CountAsync(portal.Folder, "anna.admin");
                if ((int)answer.StatusCode >= 500 || now != before || Betas.Any(b => body.Contains(b, StringComparison.Ordinal)))
                {
                    wrong.Add($"{form.Page} → {Ids.In(action)} {what}: {(int)answer.StatusCode}, {now - before} entries" + (Betas.FirstOrDefault(b => body.Contains(b, StringComparison.Ordinal)) is { } shown ? ", shows " + shown : ""));
                }

                before = now;
            }
        }

        wrong.ShouldBeEmpty();
        (await Records.ReadAsync(portal.Folder, $"SELECT \"Table\" FROM core_audit WHERE UserName = 'anna.admin' AND CompanyId = '{foreign["companies"].ToUpperInvariant()}'")).ShouldBeEmpty();
        posts.ShouldBeGreaterThan(40);
    }

    private static IEnumerable<(string What, string Action, Dictionary<string, string> Changes)> Bent(
        WebForm form, IReadOnlyDictionary<Guid, string> tables, IReadOnlyDictionary<string, string> foreign)
    {
        // Where the address names what a new thing shall belong to, a field of that name only leads back to it.
        foreach (var field in form.Of(FieldKind.Given).Where(f => f.Name != "Company"))
        {
            // The id that stands there tells which kind is meant; where none is chosen, what could be.
            var known = field.Choices.Append(field.Value).Select(v => v.Split(':')[^1]).Select(v => Guid.TryParse(v, out var id) ? tables.GetValueOrDefault(id) : null).OfType<string>().FirstOrDefault();
            if (known is not null && foreign.TryGetValue(known, out var other))
            {
                var prefix = field.Choices.Append(field.Value).First(v => v.Contains('-', StringComparison.Ordinal)) is var sample && sample.Contains(':', StringComparison.Ordinal) ? sample.Split(':')[0] + ":" : "";
                yield return ($"{field.Name} of {known}", form.Action, new() { [field.Name] = prefix + other });
            }
        }

        // In the query an id only fills in the form that is opened, and is not read when it is sent.
        foreach (Match id in Ids.All(form.Action.Split('?')[0]))
        {
            if (tables.TryGetValue(Guid.Parse(id.Value), out var table) && foreign.TryGetValue(table, out var other))
            {
                yield return ("address", form.Action[..id.Index] + other + form.Action[(id.Index + id.Length)..], []);
            }
        }
    }

    /// <summary>Which table each of Acme's ids is of, and one of Beta's of each table.</summary>
    private static async Task<(IReadOnlyDictionary<Guid, string> Acmes, IReadOnlyDictionary<string, string> Betas)> RowsAsync(string folder)
    {
        var companies = (await Records.ReadAsync(folder, "SELECT Id || ' ' || SipDomain FROM tenancy_companies")).Select(c => c.Split(' ')).ToDictionary(c => c[1], c => c[0]);
        var (acmes, betas) = (new Dictionary<Guid, string>(), new Dictionary<string, string>());
        acmes[Guid.Parse(companies["acme.localhost"])] = "companies";
        betas["companies"] = companies["beta.localhost"].ToLowerInvariant();
        foreach (var table in await Records.CompanyTablesAsync(folder))
        {
            foreach (var id in await Records.ReadAsync(folder, $"SELECT Id FROM \"{table}\" WHERE CompanyId = '{companies["acme.localhost"]}'"))
            {
                if (Guid.TryParse(id, out var guid))
                {
                    // A site is also a group: the first table that has the id names it.
                    acmes.TryAdd(guid, table);
                }
            }

            if ((await Records.ReadAsync(folder, $"SELECT Id FROM \"{table}\" WHERE CompanyId = '{companies["beta.localhost"]}' LIMIT 1")).FirstOrDefault() is { } theirs)
            {
                betas[table] = theirs.ToLowerInvariant();
            }
        }

        return (acmes, betas);
    }
}
