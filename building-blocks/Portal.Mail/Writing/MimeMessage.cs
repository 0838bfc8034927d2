using System.Globalization;
using System.Text;
using Portal.Mail.Data;

namespace Portal.Mail.Writing;

/// <summary>A mail as it goes over the wire (RFC 5322, RFC 2045): plain text first, HTML as the better alternative.</summary>
internal static class MimeMessage
{
    /// <param name="server">Who hands the mail over: named as the sender where the mail is from somebody else (RFC 5322 3.6.2).</param>
    public static string Write(QueuedMail mail, EmailAddress to, MailBody body, EmailAddress from, string fromName, EmailAddress server)
    {
        // The same for every try, so that a server that took it twice can tell.
        var id = mail.Id.ToString("N");
        var boundary = "=_" + id;
        var message = new StringBuilder().Append("From: ").Append(HeaderText.Mailbox(fromName, from)).Append("\r\n");
        if (from.Folded != server.Folded)
        {
            message.Append("Sender: <").Append(server.Value).Append(">\r\n");
        }

        message
            .Append("To: ").Append(HeaderText.Mailbox(mail.ToName, to)).Append("\r\n")
            .Append("Subject: ").Append(HeaderText.Subject(mail.Subject)).Append("\r\n")
            .Append("Date: ").Append(mail.QueuedAt.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture)).Append("\r\n")
            .Append("Message-ID: <").Append(id).Append('@').Append(server.Value[(server.Value.LastIndexOf('@') + 1)..]).Append(">\r\n")
            .Append("MIME-Version: 1.0\r\n")
            // RFC 3834: no out-of-office answers to this.
            .Append("Auto-Submitted: auto-generated\r\n")
            .Append("Content-Type: multipart/alternative;\r\n boundary=\"").Append(boundary).Append("\"\r\n\r\n");
        Part(message, boundary, "text/plain", body.Text);
        Part(message, boundary, "text/html", body.Html);
        return message.Append("--").Append(boundary).Append("--\r\n").ToString();
    }

    private static void Part(StringBuilder message, string boundary, string type, string content) => message
        .Append("--").Append(boundary).Append("\r\n")
        .Append("Content-Type: ").Append(type).Append("; charset=utf-8\r\n")
        .Append("Content-Transfer-Encoding: base64\r\n\r\n")
        .Append(Convert.ToBase64String(Encoding.UTF8.GetBytes(content.ReplaceLineEndings("\r\n")), Base64FormattingOptions.InsertLineBreaks)).Append("\r\n");
}
