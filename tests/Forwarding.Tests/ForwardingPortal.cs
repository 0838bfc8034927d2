using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Portal.Extensions.Contracts;
using Portal.Forwarding.Pages.Forwarding;
using Portal.Forwarding.Tests;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Sip;
using Portal.Sip.Registration;
using Portal.Telephony.Contracts;
using Portal.Tenancy.Contracts;
using Portal.TestHost;

[assembly: AssemblyFixture(typeof(ForwardingPortal))]

namespace Portal.Forwarding.Tests;

/// <summary>One portal for all tests of this project, with the switch in it. Each test adds people of its own.</summary>
public sealed class ForwardingPortal : IAsyncLifetime
{
    private readonly InMemoryLocationStore _locations = new();

    public TestPortal Portal { get; private set; } = default!;

    internal Colleagues People { get; } = new();

    internal Calendars Calendars { get; } = new();

    public async ValueTask InitializeAsync() => Portal = await StartAsync();

    internal Task<TestPortal> StartAsync(Action<TestPortalOptions>? configure = null) => TestPortal.StartAsync(o =>
    {
        o.Services = services => services
            .AddSingleton(People)
            .AddSingleton<IExtensionDirectory>(People)
            .AddSingleton<IScheduleDirectory>(Calendars)
            .AddSingleton<INumberDirectory, Numbers>()
            .AddSingleton<ILocationStore>(_locations)
            .AddTransient<IRequestHandler<FindEmployee, EmployeeSummary?>, ColleaguesAnswer>()
            .AddTransient<IRequestHandler<FindSite, SiteSummary?>, ColleaguesAnswer>();
        configure?.Invoke(o);
    });

    /// <summary>Registers a telephone that nobody will ring: enough for a decision.</summary>
    internal void Register(DirectoryEntry entry)
    {
        var now = DateTimeOffset.UtcNow;
        _locations.Update(new SipUri(entry.Number, entry.Domain).ToAddressOfRecord().ToString(), _ =>
        [
            new Binding
            {
                Aor = $"sip:{entry.Aor}", Contact = new SipUri(entry.Number, "192.0.2.1"),
                Flow = new SipFlow(SipTransportKind.Udp, new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 9)),
                CallId = "x", CSeq = 1, ExpiresAt = now.AddDays(1), RegisteredAt = now, RefreshedAt = now,
            },
        ]);
    }

    /// <summary>What the switch would do with this call now.</summary>
    internal RoutingDecision Ask(DirectoryEntry caller, DirectoryEntry called, TestPortal? portal = null) =>
        (portal ?? Portal).Services.GetRequiredService<ICallRouting>().WhatHappensNow(caller.Employee, called.Number)!;

    internal async Task<ForwardingState> SetAsync(DirectoryEntry who, DirectoryEntry? to, int version = 0, Grant? by = null)
    {
        var outcome = await Portal.SendAsync(new SetForwarding(who.Employee, to is not null, to?.Number, version), by ?? People.Anna);
        outcome.Problems.ShouldBeEmpty();
        return outcome.Value!;
    }

    internal Task<Outcome<ForwardingState>> TryAsync(DirectoryEntry who, string? to, Grant by, int version = 0) =>
        Portal.SendAsync(new SetForwarding(who.Employee, true, to, version), by);

    internal static string Page(DirectoryEntry who) => $"/employees/{who.Employee}/forwarding";

    internal static async Task<IHtmlDocument> HtmlAsync(HttpResponseMessage answer) =>
        (IHtmlDocument)await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync());

    internal static async Task<IHtmlDocument> HtmlAsync(HttpClient client, string url)
    {
        var answer = await client.GetAsync(url);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK, url);
        return await HtmlAsync(answer);
    }

    public async ValueTask DisposeAsync()
    {
        await Portal.DisposeAsync();
        _locations.Dispose();
    }
}
