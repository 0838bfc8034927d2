using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Portal.Extensions.Contracts;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Numbers;
using Portal.Tenancy.Numbers;
using Portal.Web;

namespace Portal.Tenancy.Pages.Numbers;

/// <summary>The numbers that ring an employee's telephones (EX13).</summary>
[Needs(TenancyModule.OwnNumbers)]
internal sealed class OfEmployeeModel(IMediator mediator, TenancyDb db, NumberLookup lookup, IAccess access) : PortalPage
{
    private const int MostChoices = 500;

    public EmployeeSummary Employee { get; private set; } = default!;

    public IReadOnlyList<Number> Numbers { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Free { get; private set; } = [];

    public bool MayAssign { get; private set; }

    [BindProperty, Required(ErrorMessage = "Choose a number.")]
    public Guid? Number { get; set; }

    public string Write(Number number) => lookup.Write(number.E164);

    public async Task<IActionResult> OnGetAsync(EmployeeId id, CancellationToken ct) => await LoadAsync(id, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAddAsync(EmployeeId id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct))
        {
            return NotFound();
        }

        if (Number is not { } number)
        {
            return Invalid();
        }

        return await AnswerAsync(id, await mediator.Send(new AssignNumber(new NumberId(number), id), ct), T("The number is assigned."), ct);
    }

    public Task<IActionResult> OnPostRemoveAsync(EmployeeId id, NumberId number, CancellationToken ct) =>
        DoAsync(id, number, new ReturnNumbers([number]), T("The number is back in the pool."), ct);

    public Task<IActionResult> OnPostPrimaryAsync(EmployeeId id, NumberId number, CancellationToken ct) =>
        DoAsync(id, number, new MakePrimary(number), T("The primary number is changed."), ct);

    private async Task<IActionResult> DoAsync(EmployeeId id, NumberId number, IChange<Outcome> change, string done, CancellationToken ct)
    {
        // The choice of a free number is another form's.
        ModelState.Clear();
        return await LoadAsync(id, ct) && Numbers.Any(n => n.Id == number) ? await AnswerAsync(id, await mediator.Send(change, ct), done, ct) : NotFound();
    }

    private async Task<IActionResult> AnswerAsync(EmployeeId id, Outcome outcome, string done, CancellationToken ct)
    {
        if (outcome.Succeeded)
        {
            Toast(done);
            return Redirect($"/employees/{id}/numbers");
        }

        // What is free has changed when somebody else was faster.
        return outcome.Kind != OutcomeKind.NotFound && await LoadAsync(id, ct) ? Failed(outcome) : NotFound();
    }

    private async Task<bool> LoadAsync(EmployeeId id, CancellationToken ct)
    {
        if (await mediator.Send(new FindEmployee(id), ct) is not { } employee
            || !access.Allows(TenancyModule.OwnNumbers, new ObjectScope(employee.CompanyId, employee.SiteId, employee.Id)))
        {
            return false;
        }

        Employee = employee;
        MayAssign = access.Allows(TenancyModule.AssignNumbers, new ObjectScope(employee.CompanyId, employee.SiteId, employee.Id));
        Numbers = await db.Numbers.AsNoTracking().Where(n => n.OwnerKind == NumberOwnerKind.Employee && n.OwnerId == id.Value)
            .OrderBy(n => n.PrimaryOf == null).ThenBy(n => n.E164).ToListAsync(ct);
        var site = employee.SiteId;
        Free = MayAssign
            ? [.. (await lookup.Within(TenancyModule.AssignNumbers)
                    .Where(n => n.CompanyId == employee.CompanyId && n.State == NumberState.Free && (n.SiteId == null || n.SiteId == site))
                    .OrderBy(n => n.SiteId == null).ThenBy(n => n.E164).Take(MostChoices).ToListAsync(ct))
                .Select(n => new SelectListItem(lookup.Write(n.E164), n.Id.ToString()))]
            : [];

        Head.Title = T("Telephone numbers");
        Head.Lead = T("Calls to these numbers ring here. The primary one is shown to others.");
        if (access.AllowsSomewhere("employees.view"))
        {
            Head.Under(T("Employees"), "/employees");
        }

        Head.Under(employee.FullName, $"/employees/{id}");
        Head.Subject = Subject.Employee(id, employee.CompanyId, employee.SiteId, employee.FullName, employee.Extension);
        return true;
    }
}
