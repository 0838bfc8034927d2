using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.CallLogs.Data.Migrations;

[DbContext(typeof(CallLogsDb))]
[Migration("002_PublicNumbers")]
internal sealed class M002_PublicNumbers : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (var column in new[] { "CallerE164", "DialledE164" })
        {
            migrationBuilder.AddColumn<string>(column, "calls", schema: "calllogs", maxLength: 16, nullable: true);
        }
    }
}
