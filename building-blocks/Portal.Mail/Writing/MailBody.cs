using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Portal.Mail.Writing;

/// <summary>What a mail says, twice: as HTML and as plain text.</summary>
public sealed record MailBody(string Html, string Text)
{
    public override string ToString() => "(hidden)";
}

/// <summary>Subject and body of a rendered template.</summary>
internal sealed record WrittenMail(string Subject, MailBody Body);

/// <summary>Where a template leaves its subject while it is rendered.</summary>
internal sealed class SubjectSlip
{
    public string Subject { get; set; } = "";
}

/// <summary>Encrypts bodies: a one-time link must not be read in the database or a backup of it.</summary>
internal sealed class BodyVault(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Portal.Mail.Body");

    public byte[] Protect(MailBody body) => _protector.Protect(JsonSerializer.SerializeToUtf8Bytes(body));

    public MailBody Reveal(byte[] body) => JsonSerializer.Deserialize<MailBody>(_protector.Unprotect(body))!;
}
