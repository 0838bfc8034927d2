using Portal.Mail.Data;
using Portal.Mail.Writing;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Testing;
using Portal.TestHost;

namespace Portal.Mail.Tests;

public class Writing_mail
{
    [Theory]
    [InlineData("jane@example.org", "jane@example.org")]
    [InlineData(" jane.o'neil+portal@mail.example.org ", "jane.o'neil+portal@mail.example.org")]
    [InlineData("jane@bücher.example", "jane@xn--bcher-kva.example")]
    public void Takes_addresses_that_can_be_delivered_to(string text, string value)
    {
        EmailAddress.TryParse(text, out var address).ShouldBeTrue();
        address!.Value.Value.ShouldBe(value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("jane")]
    [InlineData("@example.org")]
    [InlineData("jane@")]
    [InlineData("jane@exa mple.org")]
    [InlineData("jane@example..org")]
    [InlineData("jane@-example.org")]
    [InlineData("jane.@example.org")]
    [InlineData("jane@example.org\r\nBcc: all@example.org")]
    [InlineData("jane\r\nRCPT TO:<all@example.org>@example.org")]
    [InlineData("\"jane\"@example.org")]
    [InlineData("jane<script>@example.org")]
    [InlineData("jane@example.org>")]
    [InlineData("jane,bob@example.org")]
    [InlineData("jänë@example.org")]
    public void Refuses_everything_else(string text) => EmailAddress.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("Hello\r\nBcc: all@example.org")]
    [InlineData("Hello\nContent-Type: text/html")]
    [InlineData("Hello\0\u2028\u202e world")]
    [InlineData("=?utf-8?B?DQpCY2M6IGE=?=")]
    public void Lets_no_subject_and_no_name_add_a_header(string text)
    {
        var mail = new QueuedMail { Subject = text, ToName = text };
        EmailAddress.TryParse("a@example.org", out var address);
        var wire = MimeMessage.Write(mail, address!.Value, new MailBody("<p>x</p>", "x"), address.Value, text, address.Value);
        var head = wire.Split("\r\n\r\n")[0].Replace("\r\n ", "");
        head.Split("\r\n").Select(l => l.Split(':')[0]).ShouldBe(["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Auto-Submitted", "Content-Type"]);
        head.ShouldAllBe(c => c == '\r' || c == '\n' || (c >= ' ' && c < '\u007f'));
    }

    [Fact]
    public async Task Says_it_in_the_recipients_language_and_keeps_the_rest_of_the_request_in_its_own()
    {
        await using var portal = await MailPortal.StartAsync();
        await portal.QueueAsync("jane@example.org", language: "de");
        var body = await BodyAsync(portal);
        body.Text.ShouldContain("Antworten darauf werden nicht gelesen.");
        body.Html.ShouldContain("lang=\"de\"");
    }

    [Fact]
    public async Task Without_a_mail_server_goes_into_the_folder_that_operators_alone_see()
    {
        await using var portal = await MailPortal.StartAsync();
        await portal.QueueAsync("jane@example.org", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>");
        await Eventually.PassesAsync(async () => (await portal.OnlyMailAsync()).State.ShouldBe(MailState.Kept));
        var mail = await portal.OnlyMailAsync();
        var file = Directory.GetFiles(Path.Combine(portal.Portal.Folder, "mail")).Single();
        (await File.ReadAllTextAsync(file)).ShouldContain("jane@example.org");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var provider = portal.Portal.ClientFor(new Grant(Role.Operator));
        foreach (var page in new[] { "/mail", $"/mail/{mail.Id}" })
        {
            var html = await provider.GetStringAsync(page);
            html.ShouldContain("&lt;img src=x onerror=alert(1)&gt;");
            html.ShouldNotContain("<img src=x");
            html.ShouldNotContain("<script>alert");
        }

        var frame = await provider.GetAsync($"/mail/{mail.Id}/html");
        frame.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("sandbox");
        (await frame.Content.ReadAsStringAsync()).ShouldNotContain("<script>");

        foreach (var role in new[] { Role.Partner, Role.CompanyAdmin, Role.GroupAdmin, Role.Employee })
        {
            var other = portal.Portal.ClientFor(new Grant(role, CompanyId.New()));
            foreach (var page in new[] { "/mail", $"/mail/{mail.Id}", $"/mail/{mail.Id}/html" })
            {
                ((int)(await other.GetAsync(page)).StatusCode).ShouldBe(403);
            }
        }

        (await provider.PostFormAsync($"/mail/{mail.Id}?handler=Remove", [], $"/mail/{mail.Id}")).Headers.Location!.ToString().ShouldBe("/mail");
        File.Exists(file).ShouldBeFalse();
    }

    private static async Task<MailBody> BodyAsync(MailPortal portal)
    {
        var mail = await portal.OnlyMailAsync();
        return await portal.Portal.AsSystemAsync(s => Task.FromResult(((MailArchive)s.GetService(typeof(MailArchive))!).BodyOf(mail)!));
    }
}
