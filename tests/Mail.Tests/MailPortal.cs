using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Mail.Data;
using Portal.Testing.Clock;
using Portal.Testing.Peers;
using Portal.TestHost;

namespace Portal.Mail.Tests;

internal sealed class MailPortal(TestPortal portal, ManualTimeProvider clock) : IAsyncDisposable
{
    public TestPortal Portal { get; } = portal;

    public ManualTimeProvider Clock { get; } = clock;

    public static async Task<MailPortal> StartAsync(SmtpServer? server = null, Action<TestPortalOptions>? configure = null)
    {
        var clock = new ManualTimeProvider();
        return new MailPortal(await TestPortal.StartAsync(o =>
        {
            o.Clock = clock;
            if (server is not null)
            {
                o.Settings["Mail:Smtp:Host"] = "127.0.0.1";
                o.Settings["Mail:Smtp:Port"] = server.Port.ToString();
                o.Settings["Mail:Smtp:From"] = "portal@example.org";
                o.Settings["Mail:Smtp:FromName"] = "Müller & Söhne";
                o.Settings["Mail:Smtp:CertificateAuthority"] = server.Certificate;
            }

            configure?.Invoke(o);
        }), clock);
    }

    public static EmailAddress Address(string text) => EmailAddress.TryParse(text, out var address) ? address.Value : throw new FormatException(text);

    public Task QueueAsync(string to, string name = "Jane Jones", string about = "Hello", string? language = null) =>
        Portal.ChangeAsSystemAsync(s => s.GetRequiredService<IMail>().QueueAsync<Greeting>(
            new Recipient(Address(to), name, language),
            new Dictionary<string, object?> { [nameof(Greeting.Name)] = name, [nameof(Greeting.About)] = about }, CancellationToken.None));

    public Task<QueuedMail> OnlyMailAsync() => Portal.AsSystemAsync(s => s.GetRequiredService<MailArchive>().Messages.SingleAsync());

    public ValueTask DisposeAsync() => Portal.DisposeAsync();
}
