using Microsoft.AspNetCore.Mvc;
using Portal.Modularity.Access;
using Portal.Web.Lists;

namespace Portal.Web.Tests.Pages.Numbers;

/// <summary>A hundred thousand rows, paged by key.</summary>
[Needs("demo.view")]
internal sealed class IndexModel : PortalPage
{
    public const int All = 100_000;

    public static readonly string[] Hostile =
        ["=1+1", "+1|cmd", "-1", "@SUM(A1)", "\t=1", "\r=1", "<script>alert(1)</script>", "a \"quoted\", word", "\u202Egnp.exe", new string('x', 10_000), "line\nbreak", "]]>&amp;"];

    public static readonly string Filling = new('z', 200);

    public static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly ListShape Shape = new ListShape("numbers", "numbers")
        .Search("Search").Column("number", "Number").Column("text", "Price").Column("at", "When").Column("action", "").FileColumn("key", "Key").AlsoAsXml();

    public static int PartsRead;

    public PagedList<int> List { get; private set; } = default!;

    public IActionResult OnGet()
    {
        Interlocked.Increment(ref PartsRead);
        var query = Shape.Read(Request);
        var first = int.TryParse(query.After, out var after) ? after + 1 : 0;
        var rows = Enumerable.Range(first, Math.Min(query.Size, All - first)).ToArray();
        List = new(query, rows, Next: rows[^1] < All - 1 ? rows[^1].ToString() : null);
        return FragmentOrPage("_Numbers");
    }
}
