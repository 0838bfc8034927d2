using Microsoft.AspNetCore.Mvc;
using Portal.Htmx;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Web.Tests.Demo;

namespace Portal.Web.Tests.Pages.People;

[Needs("demo.own")]
internal sealed class ProfileModel(Demo.People people) : PortalPage
{
    public Person Person { get; private set; } = default!;

    public IActionResult OnGet(int id) => people.Find(id) is { } person ? Show(person) : NotFound();

    public IActionResult OnPostSwitch(int id)
    {
        Toast("Forwarding to 2002 is on. Calls arrive there now.", undo: $"/people/{id}?handler=Undo");
        return Request.IsHtmxNonBoosted() ? new NoContentResult() : RedirectToPage();
    }

    private IActionResult Show(Person person)
    {
        Person = person;
        Place(Head, person);
        return Page();
    }

    internal static void Place(PageHead head, Person person)
    {
        head.Title = person.Name;
        head.Under("Employees", "/people");
        head.Subject = new Subject(SubjectKind.Employee, person.Id.ToString(), person.Name, new ObjectScope(DemoAccounts.Acme, null, DemoAccounts.John), person.Number + " · " + person.Site, person.Phone);
    }
}
