using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.Extensions.Data.Migrations;

/// <summary>Operators find an extension in whichever company it is without reading everybody.</summary>
[DbContext(typeof(ExtensionsDb))]
[Migration("012_SearchByExtension")]
internal sealed class M012_SearchByExtension : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.CreateIndex("IX_employees_Extension_Search", "employees", ["Extension", "Search"], schema: "extensions");
}
