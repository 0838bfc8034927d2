using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data;
using Portal.Data.Audit;
using Portal.Extensions.Contracts;
using Portal.Modularity;
using Portal.TestHost;

namespace Portal.Extensions.Tests;

public class Showing_new_passwords(ExtensionsPortal portal)
{
    [Fact]
    public async Task Happens_once_and_not_again_on_reload()
    {
        using var client = portal.Portal.ClientFor(portal.Anna);
        var (address, _) = await AddByFormAsync(client);

        var first = await client.GetAsync(address);
        first.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var page = await ExtensionsPortal.PageAsync(first);
        var sip = page.QuerySelector("#sip-password")!.TextContent;
        var login = page.QuerySelector("#portal-password")!.TextContent;
        sip.Length.ShouldBeGreaterThanOrEqualTo(20);
        page.Body!.TextContent.ShouldContain("acme.localhost");

        var again = await client.GetStringAsync(address);
        again.ShouldNotContain(sip);
        again.ShouldNotContain(login);
    }

    [Fact]
    public async Task Is_for_the_one_who_made_them()
    {
        using var anna = portal.Portal.ClientFor(portal.Anna);
        using var gary = portal.Portal.ClientFor(portal.Gary);
        var (address, _) = await AddByFormAsync(anna, portal.Leeds);
        (await ExtensionsPortal.PageAsync(gary, address)).QuerySelector("#sip-password").ShouldBeNull();
        (await ExtensionsPortal.PageAsync(anna, address)).QuerySelector("#sip-password").ShouldNotBeNull();
    }

    [Fact]
    public async Task Leaves_no_password_in_the_audit_log_the_list_or_the_pages()
    {
        using var client = portal.Portal.ClientFor(portal.Anna);
        var (address, id) = await AddByFormAsync(client);
        var shown = await ExtensionsPortal.PageAsync(client, address);
        var sip = shown.QuerySelector("#sip-password")!.TextContent;
        var login = shown.QuerySelector("#portal-password")!.TextContent;

        var audit = await AuditOfAsync(id);
        audit.ShouldContain("(hidden)");
        var extension = (await portal.ReadAsync(id)).Extension;
        foreach (var text in new[]
        {
            audit,
            await client.GetStringAsync("/employees?q=" + extension),
            await client.GetStringAsync($"/employees/{id}"),
            await client.GetStringAsync($"/employees/{id}/edit"),
        })
        {
            text.ShouldNotContain(sip);
            text.ShouldNotContain(login);
        }
    }

    [Fact]
    public async Task Renewing_gives_another_password_that_the_directory_has_at_once()
    {
        using var client = portal.Portal.ClientFor(portal.Anna);
        var details = portal.Details();
        var id = await portal.AddAsync(details);
        var before = portal.Directory.FindAccount(details.Extension, "acme.localhost")!;

        var answer = await client.PostFormAsync($"/employees/{id}/login-details", []);
        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        var after = portal.Directory.FindAccount(details.Extension, "acme.localhost")!;
        after.Ha1Sha256.ShouldNotBe(before.Ha1Sha256);

        var page = await ExtensionsPortal.PageAsync(client, answer.Headers.Location!.ToString());
        page.QuerySelector("#portal-password").ShouldBeNull();
        var secret = await portal.Portal.SendAsync(new GetSipSecret(id), portal.Anna);
        secret.ShouldBe(page.QuerySelector("#sip-password")!.TextContent);
        Digest.Sha256($"{details.Extension}:acme.localhost:{secret}").ShouldBe(after.Ha1Sha256);
        Digest.Md5($"{details.Extension}:acme.localhost:{secret}").ShouldBe(after.Ha1Md5);
    }

    [Fact]
    public async Task Is_refused_to_an_employee_and_to_another_company()
    {
        var id = await portal.IdOfAsync(portal.Acme, "2001");
        (await portal.Portal.SendAsync(new GetSipSecret(id), portal.Bella)).ShouldBeNull();
        (await portal.Portal.SendAsync(new GetSipSecret(id), new Modularity.Access.Grant(Modularity.Access.Role.Employee, portal.Acme, portal.London, id))).ShouldBeNull();
        (await portal.Portal.SendAsync(new GetSipSecret(id), portal.Anna)).ShouldBe("sip-2001");
    }

    private async Task<(string Address, EmployeeId Id)> AddByFormAsync(HttpClient client, SiteId? site = null)
    {
        var answer = await client.PostFormAsync("/employees/new", ExtensionsPortal.Fields(portal.Details(site: site)));
        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        var address = answer.Headers.Location!.ToString();
        return (address, new EmployeeId(Guid.Parse(address.Split('/')[2])));
    }

    private Task<string> AuditOfAsync(EmployeeId id) => portal.Portal.AsSystemAsync(async scope =>
    {
        await using var connection = scope.GetRequiredService<IDatabase>().CreateConnection();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT * FROM core_audit";
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            var row = string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue));
            if (row.Contains(id.ToString(), StringComparison.OrdinalIgnoreCase))
            {
                rows.Add(row);
            }
        }

        return string.Join('\n', rows);
    });
}
