using Portal.Data.Audit;

namespace Portal.Data.Requests;

/// <summary>A form that was submitted: its token is stored with its change, so that a second post of the same form finds it.</summary>
[NotAudited]
internal sealed class SubmittedForm
{
    public Guid Token { get; init; }

    public DateTimeOffset At { get; init; }
}
