using System.Net;
using Portal.Testing;
using Portal.Testing.Peers;
using Portal.TestHost;

namespace Portal.EndToEnd.Tests;

/// <summary>NumberBlock is built beside these tests and copied into the plugins folder; neither the host nor a test references it.</summary>
public class Plugins
{
    [Fact]
    public async Task Add_a_page_a_menu_entry_a_permission_a_handler_and_a_call_treatment()
    {
        using var folder = new TemporaryFolder();
        Install("NumberBlock", folder.Path);
        await using var portal = await PortalProcess.StartDemoAsync(folder.Path);
        using var operatorClient = await portal.SignInAsync("operator");
        (await operatorClient.GetStringAsync("/plugins")).ShouldContain("Running");

        using var anna = await portal.SignInAsync("anna.admin");
        var company = await portal.CompanyOfAsync("acme.localhost");
        var page = $"/companies/{company}/blocked-numbers";
        // The menu entry, on the company's own page, and only for whom the permission is.
        (await anna.GetStringAsync($"/companies/{company}")).ShouldContain(page);
        (await anna.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var john = await portal.SignInAsync("john.smith");
        (await john.GetAsync(page)).StatusCode.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.Forbidden, HttpStatusCode.Redirect);
        using var bella = await portal.SignInAsync("bella.admin");
        (await bella.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        // The handler refuses and saves.
        (await anna.PostFormAsync(page, new() { ["Number"] = "not a number" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await anna.PostFormAsync(page, new() { ["Number"] = "2002" })).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        // The treatment: the next call to the blocked number is refused on the wire, others are not.
        await using var phone = await Baresip.StartAsync(Calling.Phone(portal, "2001"));
        await phone.WaitRegisteredAsync();
        await phone.DialAsync("sip:2002@acme.localhost");
        (await phone.WaitClosedAsync()).Detail.ShouldStartWith("403");
        await phone.DialAsync("sip:2003@acme.localhost");
        (await phone.WaitClosedAsync()).Detail.ShouldStartWith("480");
    }

    [Fact]
    public async Task That_are_broken_are_left_out_and_named()
    {
        using var folder = new TemporaryFolder();
        var broken = Directory.CreateDirectory(folder["plugins/Broken"]).FullName;
        await File.WriteAllTextAsync(Path.Combine(broken, "Broken.dll"), "not an assembly");
        await File.WriteAllTextAsync(Path.Combine(broken, "plugin.json"), """{ "name": "Broken", "version": "0.1", "contract": 1 }""");
        Install("NumberBlock", folder.Path);
        await File.WriteAllTextAsync(folder["plugins/NumberBlock/plugin.json"], """{ "name": "NumberBlock", "version": "9.0", "contract": 99 }""");

        await using var portal = await PortalProcess.StartDemoAsync(folder.Path);
        using var client = await portal.SignInAsync("operator");
        var page = await client.GetStringAsync("/plugins");
        page.ShouldContain("Malfunctioned");
        page.ShouldContain("Not supported");
    }

    private static void Install(string plugin, string dataFolder)
    {
        var target = Directory.CreateDirectory(Path.Combine(dataFolder, "plugins", plugin)).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(PortalProcess.Built($"plugins/{plugin}", $"{plugin}.dll"))!))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }
    }
}
