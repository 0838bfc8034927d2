using MediatR;
using Microsoft.AspNetCore.Mvc;
using Portal.Htmx;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Tenancy.Data;
using Portal.Tenancy.Features;
using Portal.Web;

namespace Portal.Tenancy.Pages.Features;

/// <summary>The features of a site or an employee by category, to be configured and switched (EX8 and the Features tab of a site).</summary>
internal abstract class FeaturesPage(
    FeatureScope scope, Holders holders, TenancyDb db, IAccess access, IMediator mediator, FeatureRegistry registry, FeatureSnapshot snapshot, FeatureAccess features)
    : HolderPage(scope, holders, db, access)
{
    /// <summary>What the names and summaries shall contain.</summary>
    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Filter { get; set; }

    [BindProperty(SupportsGet = true, Name = "view")]
    public string? Shown { get; set; }

    public bool IsGrid => Shown == "grid";

    public IReadOnlyList<IGrouping<FeatureCategory, FeatureRow>> Categories { get; private set; } = [];

    public int Declared { get; private set; }

    /// <summary>The names of the packages, for the line above the list; empty: none are set up.</summary>
    public string Packages { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await LoadAsync(ct))
        {
            return NotFound();
        }

        return FragmentOrPage("_Features");
    }

    public async Task<IActionResult> OnPostSwitchAsync(string? key, bool on, CancellationToken ct)
    {
        if (!await LoadAsync(ct))
        {
            return NotFound();
        }

        var outcome = await mediator.Send(new AssignFeatures(Holder, [new FeatureDecision(key ?? "", on)], Version: null), ct);
        if (outcome.Succeeded && registry.Find(key ?? "") is { } feature)
        {
            var undo = $"{Address()}{(Address().Contains('?') ? '&' : '?')}handler=Switch&key={feature.Key}&on={(on ? "false" : "true")}";
            Toast(on ? T($"{T(feature.Name)} is on for {View.Name}.") : T($"{T(feature.Name)} is off for {View.Name}. Calls go on without it now."), undo);
            await LoadAsync(ct);
        }
        else if (outcome.Problems.Count > 0)
        {
            Toast(Tone.Warning, outcome.Problems[0].Message);
        }
        else
        {
            return Failed(outcome);
        }

        ModelState.Clear();
        return Request.IsHtmxNonBoosted() ? Fragment("_Features") : Redirect(Address());
    }

    /// <summary>This page with its filter and view.</summary>
    public string Address(string? view = null)
    {
        var parts = new List<string>();
        if (!string.IsNullOrWhiteSpace(Filter))
        {
            parts.Add("q=" + Uri.EscapeDataString(Filter));
        }

        if ((view ?? Shown) == "grid")
        {
            parts.Add("view=grid");
        }

        return $"{View.Address}/features" + (parts.Count == 0 ? "" : "?" + string.Join('&', parts));
    }

    private async Task<bool> LoadAsync(CancellationToken ct)
    {
        Head.Clear();
        if (!await PlaceAsync(TenancyModule.ViewFeatures, T("Features"), ct))
        {
            return false;
        }

        Filter = Filter is { Length: > 100 } ? Filter[..100] : Filter;
        Packages = string.Join(" + ", snapshot.PackagesOf(Holder.Scope, View.At).Select(p => p.Name));
        var mayAssign = Holders.MayAssign(View.At);
        var adminOnly = features.IsGroupAdminOnly(View.At);
        var all = registry.Of(Holder.Scope);
        Declared = all.Count;
        Categories = [.. all
            .Where(f => string.IsNullOrWhiteSpace(Filter) || T(f.Name).Contains(Filter.Trim(), StringComparison.CurrentCultureIgnoreCase)
                || T(f.Summary).Contains(Filter.Trim(), StringComparison.CurrentCultureIgnoreCase))
            .Select(f => RowOf(f, mayAssign, adminOnly))
            .GroupBy(r => r.Feature.Category)];
        return true;
    }

    private FeatureRow RowOf(Feature feature, bool mayAssign, bool adminOnly)
    {
        var state = snapshot.Of(feature.Key, View.At);
        var choice = snapshot.ChoiceOf(feature, Holder, View.At);
        return new FeatureRow(
            feature, state,
            state.IsOn && (feature.Needs is null || Access.Allows(feature.Needs, View.At)) ? feature.PageOf(Holder) : null,
            mayAssign && choice.Locked == FeatureOff.No && (choice.AdminMayChange || !adminOnly));
    }
}

/// <param name="Page">Where it is configured; null when it is off, or not for this person.</param>
/// <param name="MaySwitch">This person may switch it on or off here.</param>
internal sealed record FeatureRow(Feature Feature, FeatureState State, string? Page, bool MaySwitch);
