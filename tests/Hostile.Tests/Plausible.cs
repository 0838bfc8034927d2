namespace Portal.Hostile.Tests;

/// <summary>Fills what a form insists on, so that a refusal is about the hostile field and not about an empty neighbour.</summary>
internal sealed class Plausible
{
    private int _count;

    public Dictionary<string, string> For(WebForm form)
    {
        var values = new Dictionary<string, string>();
        foreach (var field in form.Fields.Where(f => f.Required && f.Value.Length == 0))
        {
            values.TryAdd(field.Name, Of(field));
        }

        return values;
    }

    private string Of(FormField field)
    {
        var n = ++_count;
        return field switch
        {
            { Type: "select" } => field.Choices.FirstOrDefault(c => c.Length > 0) ?? "",
            { Kind: FieldKind.Password } => "Str0ng-enough-" + n,
            { Type: "email" } => $"someone{n}@acme.example",
            { Type: "tel" } => $"+44 20 7946 {n % 10_000:0000}",
            { Type: "date" } => "2026-12-24",
            { Type: "time" } => "09:00",
            { Type: "datetime-local" } => "2030-12-24T09:00",
            { Type: "number" } => "5",
            { Name: var name } when Has(name, "Extension") => $"{4000 + n}",
            { Name: var name } when Has(name, "Mac") => $"00:15:65:{n / 65536 % 256:X2}:{n / 256 % 256:X2}:{n % 256:X2}",
            { Name: var name } when Has(name, "Domain") => $"d{n}.localhost",
            { Name: var name } when Has(name, "Username") => $"somebody.{n}",
            { Name: var name } when Has(name, "Email") => $"someone{n}@acme.example",
            { Name: var name } when Has(name, "Colour") => "#336699",
            _ => $"Thing {n}",
        };
    }

    private static bool Has(string name, string part) => name.Contains(part, StringComparison.OrdinalIgnoreCase);
}
