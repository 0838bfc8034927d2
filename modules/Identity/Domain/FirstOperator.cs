using Portal.Modularity;

namespace Portal.Identity.Domain;

/// <summary>Who took this installation into use. There is room for one row: of two people at the first-start page, one is first.</summary>
internal sealed class FirstOperator
{
    public const int OnlyId = 1;

    public int Id { get; init; } = OnlyId;

    public UserId UserId { get; init; }

    public DateTimeOffset At { get; init; }
}
