using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Modularity.Health;
using Portal.Testing.Clock;
using Portal.Web.Metrics;

namespace Portal.Web.Tests;

/// <summary><c>/health</c> and <c>/metrics</c>, asked from here and from elsewhere.</summary>
public sealed class Operating_the_portal : IAsyncLifetime
{
    private readonly ManualTimeProvider _clock = new();
    private readonly Part _database = new("database"), _sip = new("sip");
    private WebApplication _app = default!;
    private HttpClient _client = default!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([new("Metrics:Token", "s3cret-token")]);
        builder.Services.AddOperating();
        builder.Services.AddSingleton<TimeProvider>(_clock).AddSingleton<IReadinessCheck>(_sip).AddSingleton<IReadinessCheck>(_database);
        _app = builder.Build();
        _app.Use((http, next) =>
        {
            if (http.Request.Headers["X-Test-From"].FirstOrDefault() is { } address)
            {
                http.Connection.RemoteIpAddress = IPAddress.Parse(address);
            }

            return next(http);
        });
        _app.MapOperating();
        await _app.StartAsync();
        _client = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData("192.0.2.7", null, null, HttpStatusCode.NotFound)]
    [InlineData("2001:db8::1", null, null, HttpStatusCode.NotFound)]
    [InlineData("192.0.2.7", "wrong", null, HttpStatusCode.NotFound)]
    [InlineData("192.0.2.7", "", null, HttpStatusCode.NotFound)]
    [InlineData("127.0.0.1", null, "X-Forwarded-For", HttpStatusCode.NotFound)]
    [InlineData("127.0.0.1", null, "Forwarded", HttpStatusCode.NotFound)]
    [InlineData("127.0.0.1", null, null, HttpStatusCode.OK)]
    [InlineData("::1", null, null, HttpStatusCode.OK)]
    [InlineData("::ffff:127.0.0.1", null, null, HttpStatusCode.OK)]
    [InlineData("192.0.2.7", "s3cret-token", null, HttpStatusCode.OK)]
    [InlineData("127.0.0.1", "s3cret-token", "X-Forwarded-For", HttpStatusCode.OK)]
    public async Task Shows_metrics_to_this_machine_or_for_the_token(string from, string? token, string? proxyHeader, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Add("X-Test-From", from);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        if (proxyHeader is not null)
        {
            request.Headers.Add(proxyHeader, "for=192.0.2.7");
        }

        (await _client.SendAsync(request)).StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task Writes_what_meters_measure_as_Prometheus_reads_it()
    {
        var meter = _app.Services.GetRequiredService<IMeterFactory>().Create("Portal.Example");
        var calls = meter.CreateCounter<long>("portal.calls", "{call}", "Calls\nby result");
        calls.Add(2, new KeyValuePair<string, object?>("result", "a\"b\\c\nd"));
        calls.Add(3, new KeyValuePair<string, object?>("result", "a\"b\\c\nd"));
        var active = meter.CreateUpDownCounter<int>("portal.active");
        active.Add(4);
        active.Add(-1);
        var talk = meter.CreateHistogram("portal.talk", "s", null, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 10] });
        foreach (var seconds in new[] { 0.5, 1, 5, 50 })
        {
            talk.Record(seconds);
        }

        meter.CreateObservableGauge("portal.observed", () => 7);
        meter.CreateObservableGauge("portal.broken", int () => throw new InvalidOperationException("on purpose"));
        _app.Services.GetRequiredService<IMeterFactory>().Create("Somebody.Else").CreateCounter<int>("somebody.else").Add(1);

        var answer = await _client.GetAsync("/metrics");
        answer.Content.Headers.ContentType!.ToString().ShouldStartWith("text/plain; version=0.0.4");
        var text = await answer.Content.ReadAsStringAsync();
        text.ShouldContain("# HELP portal_calls_total Calls\\nby result\n# TYPE portal_calls_total counter\nportal_calls_total{result=\"a\\\"b\\\\c\\nd\"} 5\n");
        text.ShouldContain("# TYPE portal_active gauge\nportal_active 3\n");
        text.ShouldContain("portal_talk_seconds_bucket{le=\"1\"} 2\nportal_talk_seconds_bucket{le=\"10\"} 3\nportal_talk_seconds_bucket{le=\"+Inf\"} 4\nportal_talk_seconds_sum 56.5\nportal_talk_seconds_count 4\n");
        text.ShouldContain("portal_observed 7\n");
        text.ShouldContain("http_server_active_requests");
        text.ShouldContain("dotnet_process_cpu_time_seconds_total{cpu_mode=\"user\"}");
        text.ShouldContain("dotnet_gc_collections_total");
        text.ShouldNotContain("somebody");
        text.ShouldNotContain("s3cret");
    }

    [Fact]
    public async Task Keeps_a_careless_tag_from_filling_the_memory()
    {
        var counter = _app.Services.GetRequiredService<IMeterFactory>().Create("Portal.Example").CreateCounter<int>("portal.careless");
        for (var n = 0; n < 5_000; n++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("number", n));
        }

        var lines = (await _client.GetStringAsync("/metrics")).Split('\n').Where(l => l.StartsWith("portal_careless_total{", StringComparison.Ordinal)).ToArray();
        lines.Length.ShouldBe(1_001);
        lines.ShouldContain("portal_careless_total{overflow=\"true\"} 4000");
    }

    [Fact]
    public async Task Is_ready_when_every_part_is()
    {
        var answer = await _client.GetAsync("/health");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldBe("""{"status":"ready","checks":{"database":"ready","sip":"ready"}}""");
    }

    [Theory]
    [InlineData(Readiness.Starting, "starting")]
    [InlineData(Readiness.Failing, "failing")]
    public async Task Is_not_ready_while_one_part_is_not(Readiness state, string word)
    {
        _sip.State = state;
        var answer = await _client.GetAsync("/health");
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        json.RootElement.GetProperty("status").GetString().ShouldBe(word);
        json.RootElement.GetProperty("checks").GetProperty("database").GetString().ShouldBe("ready");
    }

    [Fact]
    public async Task Tells_nobody_why_a_part_fails()
    {
        _database.Error = new InvalidOperationException("Host=db;Password=hunter2");
        var text = await (await _client.GetAsync("/health")).Content.ReadAsStringAsync();
        text.ShouldBe("""{"status":"failing","checks":{"database":"failing","sip":"ready"}}""");
    }

    [Fact]
    public async Task Waits_two_seconds_for_a_part_and_no_longer()
    {
        _database.Hangs = true;
        var timers = _clock.WaitingTimers;
        var asked = _client.GetAsync("/health");
        await Testing.Eventually.TrueAsync(() => _clock.WaitingTimers >= timers + 2 && _database.Asked == 1);
        _clock.Advance(TimeSpan.FromSeconds(2));
        (await asked).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Asks_the_parts_once_a_second_however_often_it_is_asked()
    {
        for (var n = 0; n < 20; n++)
        {
            await _client.GetAsync("/health");
        }

        _database.Asked.ShouldBe(1);
        _clock.Advance(TimeSpan.FromSeconds(1.1));
        await _client.GetAsync("/health");
        _database.Asked.ShouldBe(2);
    }

    private sealed class Part(string name) : IReadinessCheck
    {
        public string Name => name;

        public Readiness State { get; set; } = Readiness.Ready;

        public Exception? Error { get; set; }

        public bool Hangs { get; set; }

        public int Asked { get; private set; }

        public async Task<Readiness> CheckAsync(CancellationToken ct)
        {
            Asked++;
            if (Hangs)
            {
                await new TaskCompletionSource().Task;
            }

            return Error is null ? State : throw Error;
        }
    }
}
