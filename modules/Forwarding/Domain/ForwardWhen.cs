namespace Portal.Forwarding.Domain;

/// <summary>When forwarding that is switched on takes calls away.</summary>
internal enum ForwardWhen
{
    Always,

    /// <summary>Within the open hours of a schedule, or on the days of a holiday schedule.</summary>
    WhileOpen,

    /// <summary>At all other times.</summary>
    WhileClosed,
}
