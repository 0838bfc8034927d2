using Portal.Modularity.Health;

namespace Portal.Telephony.Listening;

/// <summary>SIP is ready once the listener has its port.</summary>
internal sealed class SipReadiness(SipListener listener) : IReadinessCheck
{
    public string Name => "sip";

    public Task<Readiness> CheckAsync(CancellationToken ct) =>
        Task.FromResult(listener.Address is null ? Readiness.Starting : Readiness.Ready);
}
