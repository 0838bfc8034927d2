using Microsoft.AspNetCore.Components;

namespace Portal.Mail;

/// <summary>
/// Base of a mail's Razor component. It writes the body as plain paragraphs, headings, lists and links; the frame around it, the
/// styles and the plain-text twin are made here. Texts are said with <c>T(…)</c> in the recipient's language.
/// </summary>
public abstract class MailTemplate : ComponentBase
{
    [CascadingParameter]
    internal Writing.SubjectSlip? Slip { get; set; }

    protected abstract string Subject { get; }

    protected sealed override void OnParametersSet()
    {
        if (Slip is not null)
        {
            Slip.Subject = Subject;
        }
    }
}
