using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.Data.Core.Migrations;

/// <summary>The audit log of a company narrowed to a kind of thing or to a person, however few of its entries those are.</summary>
[DbContext(typeof(CoreDb))]
[Migration("017_AuditFilters")]
internal sealed class M017_AuditFilters : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateIndex("IX_audit_CompanyId_Table_At", "audit", ["CompanyId", "Table", "At"], schema: "core");
        migrationBuilder.CreateIndex("IX_audit_CompanyId_UserName_At", "audit", ["CompanyId", "UserName", "At"], schema: "core");
        migrationBuilder.CreateIndex("IX_audit_CompanyId_OnBehalfOf_At", "audit", ["CompanyId", "OnBehalfOf", "At"], schema: "core", filter: "\"OnBehalfOf\" IS NOT NULL");
    }
}
