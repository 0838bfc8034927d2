using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Web.Forms;
using Portal.Web.Tests.Demo;

namespace Portal.Web.Tests.Pages.People;

[Needs("demo.change")]
internal sealed class EditModel(Demo.People people, Submission submission) : PortalPage
{
    public Person Person { get; private set; } = default!;

    [BindProperty]
    public Form Input { get; set; } = new();

    internal sealed record Form
    {
        [Required(ErrorMessage = "Give the first name.")]
        public string FirstName { get; set; } = "";

        [Required(ErrorMessage = "Give the surname.")]
        public string Surname { get; set; } = "";

        [Required(ErrorMessage = "Give the extension."), Display(Name = "Extension"), RegularExpression("[0-9]{3,6}", ErrorMessage = "An extension is 3 to 6 digits, for example 2001.")]
        public string Number { get; set; } = "";

        public string Site { get; set; } = "";

        [Display(Name = "E-mail"), EmailAddress(ErrorMessage = "That is not an e-mail address."), DataType(DataType.EmailAddress)]
        public string? Mail { get; set; }

        public string? Notes { get; set; }

        public bool Active { get; set; }

        public int Version { get; set; }
    }

    public IActionResult OnGet(int id)
    {
        if (!Load(id))
        {
            return NotFound();
        }

        Input = new Form { FirstName = Person.Name.Split(' ')[0], Surname = Person.Name.Split(' ')[1], Number = Person.Number, Site = Person.Site, Active = Person.Active, Version = Person.Version };
        return Page();
    }

    public IActionResult OnPost(int id)
    {
        if (!Load(id))
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var outcome = people.Save(Person with { Name = Input.FirstName + " " + Input.Surname, Number = Input.Number, Site = Input.Site, Active = Input.Active, Version = Input.Version }, submission);
        if (outcome.Kind == OutcomeKind.Conflict)
        {
            Input.Version = Person.Version;
            return Conflicted(outcome, "Input.Version", new FieldChange("Site", Input.Site, Person.Site));
        }

        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast($"{Input.FirstName} {Input.Surname} is saved.");
        return RedirectToPage("Profile", new { id });
    }

    private bool Load(int id)
    {
        if (people.Find(id) is not { } person)
        {
            return false;
        }

        Person = person;
        ProfileModel.Place(Head, person);
        Head.Under(person.Name, $"/people/{person.Id}");
        Head.Title = "Edit " + person.Name;
        return true;
    }
}
