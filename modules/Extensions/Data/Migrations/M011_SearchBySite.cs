using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.Extensions.Data.Migrations;

/// <summary>A search that names a site reads the index and not the rows.</summary>
[DbContext(typeof(ExtensionsDb))]
[Migration("011_SearchBySite")]
internal sealed class M011_SearchBySite : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropIndex("IX_employees_Search", "employees", schema: "extensions");
        migrationBuilder.CreateIndex("IX_employees_Search_SiteId", "employees", ["Search", "SiteId"], schema: "extensions");
    }
}
