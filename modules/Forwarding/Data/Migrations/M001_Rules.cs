using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.Forwarding.Data.Migrations;

[DbContext(typeof(ForwardingDb))]
[Migration("001_Rules")]
internal sealed class M001_Rules : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.EnsureSchema("forwarding");
        migrationBuilder.CreateTable("rules", schema: "forwarding",
            columns: t => new
            {
                EmployeeId = t.Column<Guid>(),
                CompanyId = t.Column<Guid>(),
                IsOn = t.Column<bool>(),
                Destination = t.Column<string>(maxLength: 64),
                Version = t.Column<int>(),
            },
            constraints: t => t.PrimaryKey("PK_rules", x => x.EmployeeId));
        migrationBuilder.CreateIndex("IX_rules_CompanyId_IsOn", "rules", ["CompanyId", "IsOn"], schema: "forwarding");
    }
}
