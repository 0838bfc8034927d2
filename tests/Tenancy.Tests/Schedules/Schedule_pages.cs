using System.Net;
using System.Text;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Domain.Schedules;
using Portal.Tenancy.Schedules;
using Portal.TestHost;
using static Portal.Tenancy.Tests.Schedules.Timetables;

namespace Portal.Tenancy.Tests.Schedules;

public class Schedule_pages(TenancyPortal portal)
{
    [Fact]
    public async Task Add_a_schedule_row_by_row_without_script()
    {
        var (company, site) = await PlaceAsync();
        var admin = portal.Portal.ClientFor(new Grant(Role.GroupAdmin, company, site));
        var added = await admin.PostFormAsync($"/sites/{site}/schedules/new", new() { ["Input.Name"] = "Opening hours", ["Input.Begin"] = "office" });
        added.StatusCode.ShouldBe(HttpStatusCode.Redirect, await added.Content.ReadAsStringAsync());
        var edit = added.Headers.Location!.ToString();
        var page = await HtmlAsync(await admin.GetAsync(edit));
        page.QuerySelectorAll("fieldset.rule").Length.ShouldBe(1);
        page.QuerySelectorAll("rect.week-open").Length.ShouldBe(5);

        // "A date" is pressed: the row is there, what was typed stays, nothing is saved.
        var fields = Fields(page);
        fields["Input.Rows[0].End"] = "18:00";
        page = await HtmlAsync(await admin.PostFormAsync(edit + "?handler=Rows", new(fields) { ["add"] = "Date" }, edit));
        page.QuerySelectorAll("fieldset.rule").Length.ShouldBe(2);
        ((IHtmlInputElement)page.QuerySelector("[name='Input.Rows[0].End']")!).Value.ShouldBe("18:00");

        fields = Fields(page);
        fields["Input.Rows[1].From"] = "2026-12-24";
        fields["Input.Rows[1].Name"] = "Christmas <b>Eve</b>";
        var saved = await admin.PostFormAsync(edit, fields);
        saved.StatusCode.ShouldBe(HttpStatusCode.Redirect, await saved.Content.ReadAsStringAsync());
        var view = await admin.GetStringAsync(saved.Headers.Location + "?week=2026-12-21");
        view.ShouldContain("Christmas &lt;b&gt;Eve&lt;/b&gt;");
        view.ShouldNotContain("<b>Eve");
        (await RulesAsync(saved.Headers.Location!)).ShouldBe(["open week MO,TU,WE,TH,FR 09:00-18:00", "closed date 2026-12-24 # Christmas <b>Eve</b>"]);
    }

    [Fact]
    public async Task Draw_the_week_as_it_is_typed()
    {
        var (id, admin) = await AddAsync("open week MO,TU,WE,TH,FR 09:00-17:00");
        var fields = Fields(await HtmlAsync(await admin.GetAsync($"/schedules/{id}/edit")));
        fields["Input.Rows[0].Start"] = "22:00";
        fields["Input.Rows[0].End"] = "06:00";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/schedules/{id}/edit?handler=Preview") { Content = new FormUrlEncodedContent(fields!) };
        request.Headers.Add("HX-Request", "true");
        var html = await (await admin.SendAsync(request)).Content.ReadAsStringAsync();
        html.ShouldStartWith("<div id=\"week\"");
        html.ShouldContain("width=\"360\"");
        WebUtility.HtmlDecode(html).ShouldContain("22:00–24:00");
        (await RulesAsync(id)).ShouldBe(["open week MO,TU,WE,TH,FR 09:00-17:00"]);
    }

    [Theory]
    [InlineData("Input.Rows[0].Start", "25:99", "Give a time such as 09:00")]
    [InlineData("Input.Rows[0].End", "", "Give a time such as 17:30")]
    [InlineData("Input.Rows[0].End", "09:00", "The end is the same as the start.")]
    [InlineData("Input.Name", "", "Give the schedule a name.")]
    [InlineData("Input.Holidays", "00000000-0000-0000-0000-000000000001", "Choose a holiday schedule")]
    public async Task Say_beside_the_field_what_is_wrong(string field, string value, string words)
    {
        var (id, admin) = await AddAsync("open week MO 09:00-17:00");
        var fields = Fields(await HtmlAsync(await admin.GetAsync($"/schedules/{id}/edit")));
        fields[field] = value;
        var answer = await admin.PostFormAsync($"/schedules/{id}/edit", fields);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await HtmlAsync(answer)).QuerySelectorAll(".field-error").Select(e => e.TextContent).ShouldContain(t => t.Contains(words));
    }

    [Fact]
    public async Task Take_hostile_input_as_text_or_not_at_all()
    {
        var (id, admin) = await AddAsync("open week MO 09:00-17:00");
        foreach (var text in new[] { new string('x', 10_000), "'; DROP TABLE tenancy_schedules; --", "=cmd|' /C calc'!A0", "\u202Etxt.exe", "<script>alert(1)</script>" })
        {
            var fields = Fields(await HtmlAsync(await admin.GetAsync($"/schedules/{id}/edit")));
            fields["Input.Rows[0].Name"] = text;
            fields["Input.Rows[0].From"] = text;
            var answer = await admin.PostFormAsync($"/schedules/{id}/edit", fields);
            answer.StatusCode.ShouldBe(text.Length > 80 || text.Contains('\u202E') ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.Redirect, text);
            (await admin.GetStringAsync($"/schedules/{id}")).ShouldNotContain("<script>alert");
        }

        var odd = Fields(await HtmlAsync(await admin.GetAsync($"/schedules/{id}/edit")));
        odd["Input.Rows[0].Kind"] = "Repeat";
        odd["Input.Rows[0].Text"] = "open repeat 2026-01-01;FREQ=NEVER";
        (await admin.PostFormAsync($"/schedules/{id}/edit", odd)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await admin.GetAsync($"/schedules/{id}?week=99999-13-77")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await admin.GetAsync($"/schedules/{id}?week=0001-01-01")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Tell_the_second_of_two_editors()
    {
        var (id, admin) = await AddAsync("open week MO 09:00-17:00");
        var first = Fields(await HtmlAsync(await admin.GetAsync($"/schedules/{id}/edit")));
        var second = new Dictionary<string, string?>(first) { ["Input.Rows[0].End"] = "12:00" };
        (await admin.PostFormAsync($"/schedules/{id}/edit", new(first) { ["Input.Rows[0].End"] = "16:00" })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var late = await admin.PostFormAsync($"/schedules/{id}/edit", second);
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await late.Content.ReadAsStringAsync()).ShouldContain("16:00");
        (await RulesAsync(id)).ShouldBe(["open week MO 09:00-16:00"]);
    }

    [Fact]
    public async Task Are_not_found_from_another_company_or_another_site()
    {
        var (id, _) = await AddAsync("open week MO 09:00-17:00");
        foreach (var stranger in new[] { portal.Bella, portal.Gary })
        {
            foreach (var page in new[] { "", "/edit", "/import", "/copy", "?handler=Calendar" })
            {
                (await stranger.GetAsync($"/schedules/{id}{page}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, page);
            }
        }

        (await portal.Portal.SendAsync(new ChangeSchedule(id, 1, "Mine", null, []), new Grant(Role.CompanyAdmin, portal.Beta))).Kind.ShouldBe(OutcomeKind.NotFound);
        (await portal.Portal.SendAsync(new DeleteSchedule(id), new Grant(Role.GroupAdmin, portal.Acme, portal.Leeds))).Kind.ShouldBe(OutcomeKind.NotFound);
        (await portal.Portal.SendAsync(new CreateSchedule(portal.Acme, portal.Manchester, ScheduleKind.Hours, "x", null, []), new Grant(Role.CompanyAdmin, portal.Acme))).Kind.ShouldBe(OutcomeKind.NotFound);
    }

    [Fact]
    public async Task Of_the_company_are_seen_but_not_changed_by_administrators_of_its_sites()
    {
        var (company, site) = await PlaceAsync();
        var id = (await portal.Portal.SendAsync(new CreateSchedule(company, null, ScheduleKind.Holidays, "Holidays", null, Rules("holiday easter 1 # Easter Monday")), new Grant(Role.CompanyAdmin, company))).Value;
        var admin = portal.Portal.ClientFor(new Grant(Role.GroupAdmin, company, site));
        (await admin.GetStringAsync($"/sites/{site}/schedules")).ShouldContain($"/schedules/{id}");
        var page = await admin.GetStringAsync($"/schedules/{id}");
        page.ShouldContain("Easter Monday");
        page.ShouldNotContain("handler=Delete");
        (await admin.GetAsync($"/schedules/{id}/edit")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Delete_only_what_nobody_refers_to()
    {
        var (company, site) = await PlaceAsync();
        var grant = new Grant(Role.CompanyAdmin, company);
        var holidays = (await portal.Portal.SendAsync(new CreateSchedule(company, null, ScheduleKind.Holidays, "Holidays", null, []), grant)).Value;
        var hours = (await portal.Portal.SendAsync(new CreateSchedule(company, site, ScheduleKind.Hours, "Hours", holidays, []), grant)).Value;
        var kept = await portal.Portal.SendAsync(new DeleteSchedule(holidays), grant);
        kept.Kind.ShouldBe(OutcomeKind.Refused);
        kept.Problems[0].Message.ShouldBe("Holidays is still used by the schedule Hours. Change that first.");
        var page = await portal.Portal.ClientFor(grant).PostFormAsync($"/schedules/{holidays}?handler=Delete", [], $"/schedules/{holidays}");
        page.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await page.Content.ReadAsStringAsync()).ShouldContain("still used by the schedule Hours");

        (await portal.Portal.SendAsync(new DeleteSchedule(hours), grant)).Succeeded.ShouldBeTrue();
        (await portal.Portal.SendAsync(new DeleteSchedule(holidays), grant)).Succeeded.ShouldBeTrue();
        portal.Portal.Services.GetRequiredService<IScheduleDirectory>().Find(holidays).ShouldBeNull();
    }

    [Fact]
    public async Task Import_a_calendar_after_a_look_at_it_and_export_it_again()
    {
        var (id, admin) = await AddAsync("open week MO 09:00-17:00");
        var preview = await UploadAsync(admin, id, "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Fair\nDTSTART:20270301T100000\nDURATION:PT2H\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:Odd\nEND:VEVENT\nEND:VCALENDAR\n");
        preview.StatusCode.ShouldBe(HttpStatusCode.OK);
        var page = await HtmlAsync(preview);
        page.Body!.TextContent.ShouldContain("One rule will be taken");
        page.Body!.TextContent.ShouldContain("it has no start");
        (await RulesAsync(id)).Length.ShouldBe(1, "nothing is taken before it was seen");

        var form = (IHtmlFormElement)page.QuerySelector($"form[action='/schedules/{id}/import?handler=Take']")!;
        var fields = form.QuerySelectorAll("input").OfType<IHtmlInputElement>().Where(i => i.Type == "hidden" && i.Name!.Length > 0).DistinctBy(i => i.Name).ToDictionary(i => i.Name!, i => (string?)i.Value);
        var taken = await admin.PostAsync($"/schedules/{id}/import?handler=Take", new FormUrlEncodedContent(fields!));
        taken.StatusCode.ShouldBe(HttpStatusCode.Redirect, await taken.Content.ReadAsStringAsync());
        (await RulesAsync(id)).ShouldBe(["open week MO 09:00-17:00", "open date 2027-03-01 10:00-12:00 # Fair"]);

        var export = await admin.GetAsync($"/schedules/{id}?handler=Calendar");
        export.Content.Headers.ContentType!.MediaType.ShouldBe("text/calendar");
        (await export.Content.ReadAsStringAsync()).ShouldContain("SUMMARY:Fair");
    }

    [Fact]
    public async Task Refuse_a_file_beside_its_field()
    {
        var (id, admin) = await AddAsync("open week MO 09:00-17:00");
        foreach (var (text, words) in new[] { (new string('x', 5 * 1024 * 1024 + 1), "larger than 5 MB"), ("hello", "not a calendar file"), ("", "Choose a calendar file") })
        {
            var answer = await UploadAsync(admin, id, text);
            answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await HtmlAsync(answer)).QuerySelectorAll(".field-error").ShouldContain(e => e.TextContent.Contains(words));
        }

        var forged = await admin.PostFormAsync($"/schedules/{id}/import?handler=Take", new() { ["Input.Rules"] = "open week MO 09:00-17:00\nrm -rf /", ["Input.Version"] = "1" }, $"/schedules/{id}/import");
        forged.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Copy_to_another_site_whose_clock_then_counts()
    {
        var (company, site) = await PlaceAsync();
        var berlin = await portal.AddSiteAsync(company, "Berlin");
        var grant = new Grant(Role.CompanyAdmin, company);
        var admin = portal.Portal.ClientFor(grant);
        (await admin.PostFormAsync($"/sites/{berlin}/edit", new(TenancyPortal.SiteFields("Berlin")) { ["Input.TimeZone"] = "Europe/Berlin", ["Input.Version"] = "1" })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var id = (await portal.Portal.SendAsync(new CreateSchedule(company, site, ScheduleKind.Hours, "Hours", null, Rules("open week MO 09:00-10:00")), grant)).Value;

        var answer = await admin.PostFormAsync($"/schedules/{id}/copy", new() { ["Input.To"] = berlin.ToString(), ["Input.Name"] = "Hours" });
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        var copy = new ScheduleId(Guid.Parse(answer.Headers.Location!.ToString().Split('/')[^1]));
        var directory = portal.Portal.Services.GetRequiredService<IScheduleDirectory>();
        directory.IsOpen(id, At("2026-11-23 09:30 +00:00")).ShouldBeTrue();
        directory.IsOpen(copy, At("2026-11-23 09:30 +00:00")).ShouldBeFalse();
        directory.IsOpen(copy, At("2026-11-23 08:30 +00:00")).ShouldBeTrue();
        directory.For(company, berlin).Select(s => s.Id).ShouldBe([copy]);

        // And when the site itself moves, so do its hours.
        await admin.PostFormAsync($"/sites/{berlin}/edit", new(TenancyPortal.SiteFields("Berlin")) { ["Input.TimeZone"] = "Europe/Athens", ["Input.Version"] = "2" });
        directory.IsOpen(copy, At("2026-11-23 07:30 +00:00")).ShouldBeTrue();
    }

    [Fact]
    public async Task Hold_five_hundred_rules_and_no_more()
    {
        var (id, admin) = await AddAsync([.. Enumerable.Range(0, Schedule.MostRules).Select(n => $"open date {new DateOnly(2026, 1, 1).AddDays(n):yyyy-MM-dd} 09:00-17:00")]);
        var fields = Fields(await HtmlAsync(await admin.GetAsync($"/schedules/{id}/edit")));
        fields["Input.Rows[499].End"] = "18:00";
        (await admin.PostFormAsync($"/schedules/{id}/edit", fields)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await RulesAsync(id))[499].ShouldEndWith("09:00-18:00");
    }

    private async Task<(CompanyId, SiteId)> PlaceAsync()
    {
        var company = await portal.AddCompanyAsync(portal.FreshName());
        return (company, await portal.AddSiteAsync(company, "York"));
    }

    private async Task<(ScheduleId, HttpClient)> AddAsync(params string[] rules)
    {
        var (company, site) = await PlaceAsync();
        var grant = new Grant(Role.GroupAdmin, company, site);
        var outcome = await portal.Portal.SendAsync(new CreateSchedule(company, site, ScheduleKind.Hours, "Hours", null, Rules(rules)), grant);
        outcome.Problems.ShouldBeEmpty();
        return (outcome.Value, portal.Portal.ClientFor(grant));
    }

    private Task<string[]> RulesAsync(ScheduleId id) =>
        portal.ReadAsync(async db => (await db.Schedules.AsNoTracking().SingleAsync(s => s.Id == id)).Rules.Split('\n'));

    private Task<string[]> RulesAsync(Uri view) => RulesAsync(new ScheduleId(Guid.Parse(view.ToString().Split('/')[^1])));

    private static async Task<HttpResponseMessage> UploadAsync(HttpClient client, ScheduleId id, string text)
    {
        var page = await HtmlAsync(await client.GetAsync($"/schedules/{id}/import"));
        using var form = new MultipartFormDataContent
        {
            { new StringContent(((IHtmlInputElement)page.QuerySelector("#main-form [name=__RequestVerificationToken]")!).Value), "__RequestVerificationToken" },
            { new StringContent("Open"), "Input.Meaning" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "Input.File", "calendar.ics" },
        };
        return await client.PostAsync($"/schedules/{id}/import", form);
    }

    /// <summary>What a browser would send of the page's form.</summary>
    private static Dictionary<string, string?> Fields(IHtmlDocument page)
    {
        Dictionary<string, string?> fields = [];
        foreach (var control in page.QuerySelector("#main-form")!.QuerySelectorAll("input, select"))
        {
            switch (control)
            {
                case IHtmlInputElement { Type: "checkbox", IsChecked: true } box:
                    // Several days share a name; one comma-joined value would not be read, so they are numbered.
                    fields[$"{box.Name}[{fields.Keys.Count(k => k.StartsWith(box.Name + "[", StringComparison.Ordinal))}]"] = box.Value;
                    break;
                case IHtmlInputElement { Type: not "checkbox" } input when input.Name!.StartsWith("Input.", StringComparison.Ordinal) || input.Name == "__RequestVerificationToken":
                    fields[input.Name] = input.Value;
                    break;
                case IHtmlSelectElement select when select.Name!.StartsWith("Input.", StringComparison.Ordinal):
                    fields[select.Name] = select.Value;
                    break;
            }
        }

        return fields;
    }

    private static async Task<IHtmlDocument> HtmlAsync(HttpResponseMessage answer) => (IHtmlDocument)await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync());
}
