using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.Extensions.Data.Migrations;

[DbContext(typeof(ExtensionsDb))]
[Migration("001_Employees")]
internal sealed class M001_Employees : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.EnsureSchema("extensions");
        migrationBuilder.CreateTable("employees", schema: "extensions",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                CompanyId = t.Column<Guid>(),
                SiteId = t.Column<Guid>(),
                Username = t.Column<string>(maxLength: 64),
                FirstName = t.Column<string>(maxLength: 23),
                LastName = t.Column<string>(maxLength: 30),
                Extension = t.Column<string>(maxLength: 6),
                ExtensionOrder = t.Column<int>(),
                Email = t.Column<string>(maxLength: 254, nullable: true),
                Status = t.Column<string>(maxLength: 32),
                AddedAt = t.Column<DateTimeOffset>(),
                SipSecret = t.Column<byte[]>(),
                Search = t.Column<string>(maxLength: 256),
                Version = t.Column<int>(),
            },
            constraints: t => t.PrimaryKey("PK_employees", x => x.Id));
        migrationBuilder.CreateIndex("IX_employees_CompanyId_Extension", "employees", ["CompanyId", "Extension"], schema: "extensions", unique: true);
        migrationBuilder.CreateIndex("IX_employees_CompanyId_Username", "employees", ["CompanyId", "Username"], schema: "extensions", unique: true);
        migrationBuilder.CreateIndex("IX_employees_CompanyId_ExtensionOrder", "employees", ["CompanyId", "ExtensionOrder"], schema: "extensions");
        migrationBuilder.CreateIndex("IX_employees_CompanyId_Search_SiteId_Status", "employees", ["CompanyId", "Search", "SiteId", "Status"], schema: "extensions");
        migrationBuilder.CreateIndex("IX_employees_Search", "employees", "Search", schema: "extensions");

        migrationBuilder.CreateTable("handovers", schema: "extensions",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                CompanyId = t.Column<Guid>(),
                EmployeeId = t.Column<Guid>(),
                UserId = t.Column<Guid>(),
                Passwords = t.Column<byte[]>(),
                ExpiresAt = t.Column<DateTimeOffset>(),
            },
            constraints: t => t.PrimaryKey("PK_handovers", x => x.Id));
        migrationBuilder.CreateIndex("IX_handovers_EmployeeId", "handovers", "EmployeeId", schema: "extensions");
    }
}
