using Portal.Hostile.Tests;
using Portal.TestHost;

[assembly: AssemblyFixture(typeof(UntouchedPortal))]

namespace Portal.Hostile.Tests;

/// <summary>One demo for all tests whose requests must change nothing: what one of them changed would fail the others too.</summary>
public sealed class UntouchedPortal : IAsyncLifetime
{
    internal TestPortal Portal { get; private set; } = default!;

    internal Visitor Provider { get; private set; } = default!;

    /// <summary>The operator's.</summary>
    internal Walk Walk { get; private set; } = default!;

    public async ValueTask InitializeAsync()
    {
        Portal = await TestPortal.StartAsync(o => o.Demo = true);
        Provider = new("operator", await Portal.SignInAsync("operator"));
        Walk = await Provider.WalkAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Provider.Dispose();
        await Portal.DisposeAsync();
    }
}
