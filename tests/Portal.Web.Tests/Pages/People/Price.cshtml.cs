using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Portal.Modularity.Access;

namespace Portal.Web.Tests.Pages.People;

/// <summary>A form with what people write differently from country to country.</summary>
[SignedIn]
internal sealed class PriceModel : PortalPage
{
    [BindProperty, Display(Name = "Price")]
    public decimal Amount { get; set; } = 1234.5m;

    [BindProperty, Range(0, 100)]
    public decimal Share { get; set; } = 12.5m;

    [BindProperty]
    public DateOnly From { get; set; } = new(2026, 11, 21);

    public void OnGet() => Head.Title = "Price";

    public IActionResult OnPost() => ModelState.IsValid
        ? Content(string.Create(CultureInfo.InvariantCulture, $"{Amount} {Share} {From:yyyy-MM-dd}"))
        : Invalid();
}
