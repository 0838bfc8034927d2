using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.Extensions.Data.Migrations;

[DbContext(typeof(ExtensionsDb))]
[Migration("010_Memberships")]
internal sealed class M010_Memberships : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("memberships", schema: "extensions",
            columns: t => new
            {
                GroupId = t.Column<Guid>(),
                EmployeeId = t.Column<Guid>(),
                CompanyId = t.Column<Guid>(),
                Since = t.Column<DateTimeOffset>(),
            },
            constraints: t =>
            {
                t.PrimaryKey("PK_memberships", x => new { x.GroupId, x.EmployeeId });
                t.ForeignKey("FK_memberships_employees_EmployeeId", x => x.EmployeeId,
                    principalSchema: "extensions", principalTable: "employees", principalColumn: "Id", onDelete: ReferentialAction.Cascade);
            });
        migrationBuilder.CreateIndex("IX_memberships_EmployeeId", "memberships", "EmployeeId", schema: "extensions");
        migrationBuilder.CreateIndex("IX_memberships_CompanyId", "memberships", "CompanyId", schema: "extensions");
    }
}
