namespace Portal.Mail.Sending;

/// <summary>The mail server said no.</summary>
/// <param name="permanent">It will say no again: this recipient or this mail is refused for good.</param>
internal sealed class SmtpRefusal(string message, bool permanent = false) : Exception(message)
{
    public bool Permanent { get; } = permanent;
}
