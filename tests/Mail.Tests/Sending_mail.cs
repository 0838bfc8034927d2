using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Mail.Data;
using Portal.Mail.Sending;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Testing;
using Portal.Testing.Peers;
using Portal.TestHost;

namespace Portal.Mail.Tests;

public class Sending_mail
{
    [Theory]
    [InlineData("StartTls", "PLAIN")]
    [InlineData("StartTls", "LOGIN")]
    [InlineData("Tls", "PLAIN")]
    public async Task Goes_protected_and_signed_in_to_the_mail_server(string security, string method)
    {
        await using var server = await SmtpServer.StartAsync(security, "portal", "s3cret pässword", method);
        await using var portal = await MailPortal.StartAsync(server, o =>
        {
            o.Settings["Mail:Smtp:Security"] = security;
            o.Settings["Mail:Smtp:User"] = "portal";
            o.Settings["Mail:Smtp:Password"] = "s3cret pässword";
        });
        await portal.QueueAsync("jane@example.org", "Jane Müller", "Grüße aus dem Portal: " + new string('ü', 80));

        var mail = await Eventually.ValueAsync(() => Task.FromResult(server.Mails.SingleOrDefault()));
        (mail.From, mail.To.Single(), mail.Secure, mail.User).ShouldBe(("portal@example.org", "jane@example.org", true, "portal"));
        var (headers, text, html) = Read(mail.Data);
        headers["From"].ShouldBe("Müller & Söhne <portal@example.org>");
        headers["To"].ShouldBe("Jane Müller <jane@example.org>");
        headers["Subject"].ShouldBe("Grüße aus dem Portal: " + new string('ü', 80));
        headers["Auto-Submitted"].ShouldBe("auto-generated");
        text.ShouldContain("Hello Jane Müller\r\n\r\nPress this link: https://portal.example/x?a=1&b=2.\r\n\r\n- one\r\n- two & three");
        html.ShouldContain("Hello Jane M&#xFC;ller");
        mail.Data.Split("\r\n").ShouldAllBe(l => l.Length <= 78);

        await Eventually.PassesAsync(async () => (await portal.OnlyMailAsync()).State.ShouldBe(MailState.Sent));
        (await portal.OnlyMailAsync()).Body.ShouldBeNull();
    }

    [Fact]
    public async Task Waits_for_a_server_without_STARTTLS_to_mend_its_ways()
    {
        await using var server = await SmtpServer.StartAsync("None");
        await using var portal = await MailPortal.StartAsync(server);
        await portal.QueueAsync("jane@example.org");
        await Eventually.PassesAsync(async () => (await portal.OnlyMailAsync()).LastError.ShouldNotBeNull().ShouldContain("STARTTLS"));
        server.Mails.ShouldBeEmpty();
    }

    [Fact]
    public async Task Refuses_a_server_whose_certificate_nobody_vouches_for()
    {
        await using var server = await SmtpServer.StartAsync();
        await using var portal = await MailPortal.StartAsync(server, o => o.Settings["Mail:Smtp:CertificateAuthority"] = null);
        await portal.QueueAsync("jane@example.org");
        await Eventually.PassesAsync(async () => (await portal.OnlyMailAsync()).LastError.ShouldNotBeNull().ShouldContain("certificate"));
        server.Mails.ShouldBeEmpty();
    }

    [Fact]
    public async Task Is_tried_again_later_when_the_server_is_busy()
    {
        await using var server = await SmtpServer.StartAsync(busy: 2);
        await using var portal = await MailPortal.StartAsync(server);
        await portal.QueueAsync("jane@example.org");
        await Eventually.PassesAsync(async () => (await portal.OnlyMailAsync()).Attempts.ShouldBe(1));
        (await portal.OnlyMailAsync()).LastError!.ShouldContain("Busy, try later");
        server.Mails.ShouldBeEmpty();

        await Eventually.PassesAsync(async () =>
        {
            portal.Clock.Advance(TimeSpan.FromSeconds(15));
            (await portal.OnlyMailAsync()).State.ShouldBe(MailState.Sent);
        });
        server.Mails.Count.ShouldBe(1);
        (await portal.OnlyMailAsync()).Attempts.ShouldBe(3);
    }

    [Fact]
    public async Task Is_given_up_at_once_when_the_recipient_does_not_exist()
    {
        await using var server = await SmtpServer.StartAsync();
        await using var portal = await MailPortal.StartAsync(server);
        await portal.QueueAsync("nobody@example.org");
        await Eventually.PassesAsync(async () => (await portal.OnlyMailAsync()).State.ShouldBe(MailState.GivenUp));
        (await portal.OnlyMailAsync()).LastError!.ShouldContain("550 No such mailbox");

        var page = await portal.Portal.ClientFor(new Grant(Role.Operator)).GetStringAsync("/mail");
        page.ShouldContain("One mail could not be delivered");
        page.ShouldContain("No such mailbox");
    }

    [Fact]
    public async Task Is_given_up_after_the_last_try_and_sent_when_an_operator_says_so()
    {
        var port = FreePort.Next();
        await using var portal = await MailPortal.StartAsync(configure: o =>
        {
            // A server that offers no STARTTLS where the portal wants it cannot be told from one that is down: nobody listens here.
            o.Settings["Mail:Smtp:Host"] = "127.0.0.1";
            o.Settings["Mail:Smtp:Port"] = port.ToString();
            o.Settings["Mail:Smtp:Security"] = "None";
            o.Settings["Mail:Smtp:From"] = "portal@example.org";
        });
        await portal.QueueAsync("jane@example.org");
        await Eventually.PassesAsync(async () =>
        {
            portal.Clock.Leap(TimeSpan.FromMinutes(90));
            (await portal.OnlyMailAsync()).State.ShouldBe(MailState.GivenUp);
        }, TimeSpan.FromSeconds(30));
        (await portal.OnlyMailAsync()).Attempts.ShouldBe(SendMailHandler.MostAttempts);

        await using var server = await SmtpServer.StartAsync("None", port: port);
        var mail = await portal.OnlyMailAsync();
        var provider = portal.Portal.ClientFor(new Grant(Role.Operator));
        await provider.PostFormAsync($"/mail/{mail.Id}?handler=Again", [], $"/mail/{mail.Id}");
        await Eventually.TrueAsync(() => server.Mails.Count == 1);
    }

    [Fact]
    public async Task Says_nothing_secret_in_the_database_and_the_log()
    {
        var log = new TestLog();
        await using var server = await SmtpServer.StartAsync(user: "portal", password: "s3cret", busy: 1);
        await using var portal = await MailPortal.StartAsync(server, o =>
        {
            o.Log = log;
            o.Settings["Mail:Smtp:User"] = "portal";
            o.Settings["Mail:Smtp:Password"] = "s3cret";
        });
        await portal.QueueAsync("jane@example.org");
        await Eventually.PassesAsync(async () => (await portal.OnlyMailAsync()).Attempts.ShouldBe(1));
        Encoding.Latin1.GetString((await portal.OnlyMailAsync()).Body!).ShouldNotContain("portal.example");
        log.Lines.ShouldContain(l => l.Contains("Busy, try later"));
        log.Lines.ShouldAllBe(l => !l.Contains("s3cret") && !l.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes("\0portal\0s3cret"))) && !l.Contains("portal.example"));
    }

    [Fact]
    public async Task Does_not_leave_when_the_change_it_belongs_to_fails()
    {
        await using var server = await SmtpServer.StartAsync();
        await using var portal = await MailPortal.StartAsync(server);
        await Should.ThrowAsync<InvalidOperationException>(() => portal.Portal.ChangeAsSystemAsync(async s =>
        {
            await s.GetRequiredService<IMail>().QueueAsync<Greeting>(new Recipient(MailPortal.Address("a@example.org"), "A"), new Dictionary<string, object?>(), default);
            throw new InvalidOperationException("the change failed");
        }));
        await portal.QueueAsync("b@example.org");
        var taken = await Eventually.ValueAsync(() => Task.FromResult(server.Mails.FirstOrDefault()));
        taken.To.Single().ShouldBe("b@example.org");
        (await portal.OnlyMailAsync()).ToAddress.ShouldBe("b@example.org");
    }

    internal static (Dictionary<string, string> Headers, string Text, string Html) Read(string data)
    {
        var parts = data.Split("\r\n\r\n", 2);
        var headers = parts[0].Replace("\r\n ", "").Split("\r\n").Select(l => l.Split(": ", 2)).ToDictionary(l => l[0], l => Decoded(l[1]));
        string[] bodies = [.. parts[1].Split("base64\r\n\r\n").Skip(1).Select(b => Encoding.UTF8.GetString(Convert.FromBase64String(b.Split("\r\n--")[0])))];
        return (headers, bodies[0], bodies[1]);
    }

    private static string Decoded(string header) => System.Text.RegularExpressions.Regex.Replace(header, @"=\?utf-8\?B\?([^?]*)\?=",
        m => Encoding.UTF8.GetString(Convert.FromBase64String(m.Groups[1].Value)));
}
