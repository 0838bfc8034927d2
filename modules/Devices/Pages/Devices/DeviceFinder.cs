using System.Linq.Expressions;
using MediatR;
using Portal.Devices.Domain;
using Portal.Extensions.Contracts;
using Portal.Modularity;

namespace Portal.Devices.Pages.Devices;

/// <summary>What somebody may type to find a phone: a MAC address in any form or part of one, a model, an extension.</summary>
internal static class DeviceFinder
{
    public static async Task<Expression<Func<Device, bool>>> MatchAsync(string text, CompanyId? company, IMediator mediator, CancellationToken ct)
    {
        var (hex, models, person) = await ReadAsync(text, company, mediator, ct);
        return d => (hex != null && d.Mac.Contains(hex)) || models.Contains(d.Model) || (person != null && d.EmployeeId == person);
    }

    public static async Task<WantedDevice> ReadAsync(string text, CompanyId? company, IMediator mediator, CancellationToken ct)
    {
        var hex = Hex(text);
        var models = PhoneModels.All.Where(m => m.FullName.Contains(text, StringComparison.OrdinalIgnoreCase)).Select(m => m.Key).ToArray();
        var person = company is { } own && text.Length is >= 2 and <= 10 && text.All(char.IsAsciiDigit)
            && await mediator.Send(new FindEmployeeByExtension(own, text), ct) is { } employee
            ? employee.Id
            : (EmployeeId?)null;
        return new(hex, models, person);
    }

    /// <summary>The hex digits of what may be (part of) a MAC address, at least two; null when it can't be one.</summary>
    private static string? Hex(string text)
    {
        var digits = new string([.. text.Where(char.IsAsciiHexDigit)]).ToLowerInvariant();
        return digits.Length is >= 2 and <= 12 && text.All(c => char.IsAsciiHexDigit(c) || c is ':' or '-' or '.' or ' ') ? digits : null;
    }
}

/// <summary>What a typed text may mean: part of a MAC address, models, or whose telephone.</summary>
internal sealed record WantedDevice(string? Hex, string[] Models, EmployeeId? Employee)
{
    public bool IsNothing => Hex is null && Models.Length == 0 && Employee is null;
}
