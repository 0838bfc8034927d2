using Microsoft.Extensions.DependencyInjection;
using Portal.Data.Audit;
using Portal.TestHost;

namespace Portal.Architecture.Tests.Texts;

/// <summary>The history says tables and fields by names it makes of the code's: no source says them, so they are asked of the running models.</summary>
public class History_texts
{
    private static readonly HashSet<string> German = [.. TextProject.All.SelectMany(p => p.German.Keys)];

    [Fact]
    public async Task Are_all_translated_into_german()
    {
        await using var portal = await TestPortal.StartAsync();
        var fields = portal.Services.GetRequiredService<AuditFields>();

        fields.Tables.Where(t => !German.Contains(t.Name)).Select(t => $"{t.Table}: \"{t.Name}\"")
            .Concat(fields.Tables.SelectMany(t => fields.FieldsOf(t.Table).Where(f => !German.Contains(f)).Select(f => $"{t.Table}: \"{f}\"")))
            .ShouldBeEmpty("Add these to the Texts/de.json of the table's module");
    }
}
