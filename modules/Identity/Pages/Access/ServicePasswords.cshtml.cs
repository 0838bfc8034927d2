using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Extensions.Contracts;
using Portal.Identity.Contracts;
using Portal.Identity.Data;
using Portal.Identity.Passwords;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Web;

namespace Portal.Identity.Pages.Access;

[Needs(IdentityModule.OwnServicePasswords)]
internal sealed class ServicePasswordsModel(IMediator mediator, IdentityDb db, IAccess access) : PortalPage
{
    [BindProperty(SupportsGet = true)]
    public EmployeeId Id { get; set; }

    [BindProperty, Display(Name = "New PIN"), DataType(DataType.Password)]
    public string? Pin { get; set; }

    [BindProperty, Display(Name = "Repeat PIN"), DataType(DataType.Password)]
    public string? RepeatPin { get; set; }

    [BindProperty, Display(Name = "New password"), DataType(DataType.Password)]
    public string? Application { get; set; }

    [BindProperty, Display(Name = "Repeat password"), DataType(DataType.Password)]
    public string? RepeatApplication { get; set; }

    public DateTimeOffset? PinChangedAt { get; private set; }

    public DateTimeOffset? ApplicationChangedAt { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await LoadAsync(ct) ? Page() : NotFound();

    public Task<IActionResult> OnPostPinAsync(CancellationToken ct) =>
        SetAsync(ServicePasswordKind.VoicePortal, nameof(Pin), Pin, nameof(RepeatPin), RepeatPin, T("The PIN is set."), ct);

    public Task<IActionResult> OnPostApplicationAsync(CancellationToken ct) =>
        SetAsync(ServicePasswordKind.Application, nameof(Application), Application, nameof(RepeatApplication), RepeatApplication, T("The application password is set. No e-mail was sent."), ct);

    private async Task<IActionResult> SetAsync(ServicePasswordKind kind, string field, string? password, string repeatField, string? repeated, string done, CancellationToken ct)
    {
        if (!await LoadAsync(ct))
        {
            return NotFound();
        }

        if (string.IsNullOrEmpty(password))
        {
            ModelState.AddModelError(field, T("Type what is to be set."));
        }
        else if (password != repeated)
        {
            ModelState.AddModelError(repeatField, T("The two differ."));
        }

        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var outcome = await mediator.Send(new SetServicePassword(Id, kind, password!), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(done);
        return LocalRedirect($"~/employees/{Id}/service-passwords");
    }

    private async Task<bool> LoadAsync(CancellationToken ct)
    {
        if (await mediator.Send(new FindEmployee(Id), ct) is not { } employee
            || !access.Allows(IdentityModule.OwnServicePasswords, new ObjectScope(employee.CompanyId, employee.SiteId, employee.Id)))
        {
            return false;
        }

        Head.Title = T("Service passwords");
        Head.Under(T("Employees"), "/employees").Under(employee.FullName, $"/employees/{Id}");
        Head.Subject = Subject.Employee(employee.Id, employee.CompanyId, employee.SiteId, employee.FullName, employee.Extension);
        var kept = await db.ServicePasswords.AsNoTracking().Where(p => p.EmployeeId == Id).ToListAsync(ct);
        PinChangedAt = kept.FirstOrDefault(p => p.Kind == ServicePasswordKind.VoicePortal)?.ChangedAt;
        ApplicationChangedAt = kept.FirstOrDefault(p => p.Kind == ServicePasswordKind.Application)?.ChangedAt;
        return true;
    }
}
