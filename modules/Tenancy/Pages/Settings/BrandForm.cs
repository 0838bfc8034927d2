using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Portal.Mail;
using Portal.Modularity.Requests;
using Portal.Tenancy.Domain;
using Portal.Tenancy.Domain.Settings;
using Portal.Web.Shell;

namespace Portal.Tenancy.Pages.Settings;

/// <summary>Brand and mail sender: what the platform and each company set alike.</summary>
internal class BrandForm
{
    [Display(Name = "Product name"), StringLength(40, ErrorMessage = "Use at most 40 characters.")]
    public string? ProductName { get; set; }

    [Display(Name = "Accent colour"), StringLength(7, ErrorMessage = "Write the colour as # and six digits, such as #1a6b3c.")]
    public string? Accent { get; set; }

    [Display(Name = "Logo")]
    public IFormFile? Logo { get; set; }

    [Display(Name = "Remove the logo")]
    public bool RemoveLogo { get; set; }

    [Display(Name = "Sender's name"), StringLength(60, ErrorMessage = "Use at most 60 characters.")]
    public string? MailName { get; set; }

    [Display(Name = "Sender's address"), DataType(DataType.EmailAddress), StringLength(254)]
    public string? MailAddress { get; set; }

    public int Version { get; set; }

    public async Task<BrandSettings> ReadAsync(CancellationToken ct)
    {
        byte[]? logo = null;
        if (Logo is { Length: > 0 } file)
        {
            // One byte more than is taken tells that it is too long; the rest is not read.
            var part = new byte[Domain.Settings.Logo.MostBytes + 1];
            await using var stream = file.OpenReadStream();
            var read = await stream.ReadAtLeastAsync(part, part.Length, throwOnEndOfStream: false, ct);
            logo = part[..read];
        }

        return new BrandSettings(ProductName.Tidied(), Accent.Tidied().ToLowerInvariant(), logo, RemoveLogo, MailName.Tidied(), MailAddress.Tidied());
    }
}

/// <param name="Logo">A new logo; null: the present one stays.</param>
internal sealed record BrandSettings(string ProductName, string Accent, byte[]? Logo, bool RemoveLogo, string MailName, string MailAddress)
{
    public IEnumerable<Problem> Problems()
    {
        if (ProductName.Any(IsInvisible))
        {
            yield return new(nameof(ProductName), T("The name contains invisible characters. Type it again instead of pasting it."));
        }

        if (Accent.Length > 0)
        {
            if (AccentColour.Read(Accent) is not { } colour)
            {
                yield return new(nameof(Accent), T("Write the colour as # and six digits, such as #1a6b3c."));
            }
            else if (!colour.IsReadable)
            {
                yield return new(nameof(Accent), T($"White writing could not be read on this colour (contrast {colour.Contrast:0.0}; 4.5 is needed). Choose a darker one."));
            }
        }

        if (Logo is { } logo && Domain.Settings.Logo.WhyNot(logo) is { } wrong)
        {
            yield return new(nameof(Logo), wrong);
        }

        // What is taken here is what mail is sent from: the same check as the mail's own.
        if (MailAddress.Length > 0 && !EmailAddress.TryParse(MailAddress, out _))
        {
            yield return new(nameof(MailAddress), T("This is not an e-mail address."));
        }

        if (MailName.Any(IsInvisible) || MailName.AsSpan().ContainsAny("<>\""))
        {
            yield return new(nameof(MailName), T("A sender's name has no invisible characters and none of < > \"."));
        }

        if (MailName.Length > 0 && MailAddress.Length == 0)
        {
            yield return new(nameof(MailAddress), T("Give the address that goes with the name."));
        }
    }

    // Direction marks make one name look like another.
    private static bool IsInvisible(char c) => char.IsControl(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format;
}
