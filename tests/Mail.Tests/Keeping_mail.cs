using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data.Jobs;
using Portal.Mail.Data;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Testing;
using Portal.Testing.Peers;

namespace Portal.Mail.Tests;

public class Keeping_mail
{
    [Fact]
    public async Task Ends_after_ninety_days_with_its_file()
    {
        await using var portal = await MailPortal.StartAsync();
        await portal.QueueAsync("jane@example.org");
        await Eventually.PassesAsync(async () => (await portal.OnlyMailAsync()).State.ShouldBe(MailState.Kept));
        var mail = await portal.OnlyMailAsync();
        var file = Path.Combine(portal.Portal.Folder, "mail", mail.Id.ToString("N") + ".eml");
        File.Exists(file).ShouldBeTrue();

        await SettledAsync(portal, TimeSpan.FromDays(89));
        await RemoveAsync(portal);
        File.Exists(file).ShouldBeTrue();

        await SettledAsync(portal, TimeSpan.FromDays(91));
        await RemoveAsync(portal);
        File.Exists(file).ShouldBeFalse();
        (await CountAsync(portal)).ShouldBe(0);
    }

    [Fact]
    public async Task Never_ends_for_what_is_still_on_its_way()
    {
        await using var server = await SmtpServer.StartAsync(busy: 1);
        await using var portal = await MailPortal.StartAsync(server);
        await portal.QueueAsync("jane@example.org");
        await Eventually.PassesAsync(async () => (await portal.OnlyMailAsync()).Attempts.ShouldBe(1));
        await portal.Portal.AsSystemAsync(s => s.GetRequiredService<MailDb>().Messages.ExecuteUpdateAsync(m => m.SetProperty(x => x.QueuedAt, portal.Clock.GetUtcNow().AddYears(-1))));
        await RemoveAsync(portal);
        (await CountAsync(portal)).ShouldBe(1);
    }

    [Fact]
    public async Task Shows_operators_at_once_what_could_not_be_delivered()
    {
        await using var server = await SmtpServer.StartAsync();
        await using var portal = await MailPortal.StartAsync(server);
        var provider = portal.Portal.ClientFor(new Grant(Role.Operator));
        (await provider.GetStringAsync("/")).ShouldNotContain("/mail?state=GivenUp");
        await portal.QueueAsync("nobody@example.org");
        await Eventually.PassesAsync(async () => (await portal.OnlyMailAsync()).State.ShouldBe(MailState.GivenUp));

        var page = await provider.GetStringAsync("/");
        page.ShouldContain("One mail could not be delivered");
        page.ShouldContain("No such mailbox");
        page.ShouldContain("href=\"/mail?state=GivenUp\"");
        (await provider.GetStringAsync("/mail?state=GivenUp")).ShouldContain("nobody@example.org");
        (await portal.Portal.ClientFor(new Grant(Role.CompanyAdmin, CompanyId.New())).GetStringAsync("/")).ShouldNotContain("could not be delivered");
    }

    [Fact]
    public async Task Leaves_in_the_companys_name_and_through_the_servers_own()
    {
        var acme = CompanyId.New();
        await using var server = await SmtpServer.StartAsync();
        await using var portal = await MailPortal.StartAsync(server, o => o.Services = s => s.AddSingleton<IMailSenders>(new Senders(acme)));
        await portal.Portal.ChangeAsSystemAsync(s => s.GetRequiredService<IMail>().QueueAsync<Greeting>(
            new Recipient(MailPortal.Address("jane@example.org"), "Jane Jones", null, acme),
            new Dictionary<string, object?> { [nameof(Greeting.Name)] = "Jane", [nameof(Greeting.About)] = "Hello" }, CancellationToken.None));
        await Eventually.TrueAsync(() => server.Mails.Count == 1);
        var (headers, _, _) = Sending_mail.Read(server.Mails.First().Data);
        headers["From"].ShouldContain("telefon@acme.example");
        headers["From"].ShouldContain("Acme");
        headers["Sender"].ShouldBe("<portal@example.org>");
        server.Mails.First().From.ShouldBe("portal@example.org");
    }

    [Fact]
    public async Task Leaves_in_the_servers_own_name_where_nobody_has_another()
    {
        await using var server = await SmtpServer.StartAsync();
        await using var portal = await MailPortal.StartAsync(server, o => o.Services = s => s.AddSingleton<IMailSenders>(new Senders(CompanyId.New())));
        await portal.QueueAsync("jane@example.org");
        await Eventually.TrueAsync(() => server.Mails.Count == 1);
        var (headers, _, _) = Sending_mail.Read(server.Mails.First().Data);
        headers["From"].ShouldContain("portal@example.org");
        headers.ShouldNotContainKey("Sender");
    }

    private static Task SettledAsync(MailPortal portal, TimeSpan ago) => portal.Portal.AsSystemAsync(s =>
        s.GetRequiredService<MailDb>().Messages.ExecuteUpdateAsync(m => m.SetProperty(x => x.SettledAt, portal.Clock.GetUtcNow() - ago)));

    private static Task RemoveAsync(MailPortal portal) => portal.Portal.Services.GetRequiredService<JobRunner>().RunAsync("Remove old mail", default);

    private static Task<int> CountAsync(MailPortal portal) => portal.Portal.AsSystemAsync(s => s.GetRequiredService<MailArchive>().Messages.CountAsync());

    private sealed class Senders(CompanyId acme) : IMailSenders
    {
        public MailSender For(CompanyId? company) => company == acme ? new("Acme", "telefon@acme.example") : new("", "");
    }
}
