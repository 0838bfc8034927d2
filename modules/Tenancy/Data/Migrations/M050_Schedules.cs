using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.Tenancy.Data.Migrations;

[DbContext(typeof(TenancyDb))]
[Migration("050_Schedules")]
internal sealed class M050_Schedules : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("schedules", schema: "tenancy",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                CompanyId = t.Column<Guid>(),
                SiteId = t.Column<Guid>(nullable: true),
                OwnerId = t.Column<Guid>(),
                Kind = t.Column<string>(maxLength: 32),
                Name = t.Column<string>(maxLength: 80),
                NameKey = t.Column<string>(maxLength: 80),
                HolidaysId = t.Column<Guid>(nullable: true),
                Rules = t.Column<string>(),
                CreatedAt = t.Column<DateTimeOffset>(),
                Version = t.Column<int>(),
            },
            constraints: t =>
            {
                t.PrimaryKey("PK_schedules", x => x.Id);
                t.ForeignKey("FK_schedules_companies_CompanyId", x => x.CompanyId,
                    principalSchema: "tenancy", principalTable: "companies", principalColumn: "Id", onDelete: ReferentialAction.Restrict);
            });
        migrationBuilder.CreateIndex("IX_schedules_OwnerId_NameKey", "schedules", ["OwnerId", "NameKey"], schema: "tenancy", unique: true);
        migrationBuilder.CreateIndex("IX_schedules_CompanyId", "schedules", "CompanyId", schema: "tenancy");
        migrationBuilder.CreateIndex("IX_schedules_HolidaysId", "schedules", "HolidaysId", schema: "tenancy");
    }
}
