using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.Tenancy.Data.Migrations;

[DbContext(typeof(TenancyDb))]
[Migration("010_Groups")]
internal sealed class M010_Groups : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("groups", schema: "tenancy",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                CompanyId = t.Column<Guid>(),
                Under = t.Column<Guid>(),
                Name = t.Column<string>(maxLength: 80),
                NameKey = t.Column<string>(maxLength: 80),
                ContactFirstName = t.Column<string>(maxLength: 50),
                ContactLastName = t.Column<string>(maxLength: 50),
                ContactEmail = t.Column<string>(maxLength: 254),
                ContactPhone = t.Column<string>(maxLength: 32),
                Address = t.Column<string>(maxLength: 400),
                CreatedAt = t.Column<DateTimeOffset>(),
                Version = t.Column<int>(),
            },
            constraints: t =>
            {
                t.PrimaryKey("PK_groups", x => x.Id);
                t.ForeignKey("FK_groups_companies_CompanyId", x => x.CompanyId,
                    principalSchema: "tenancy", principalTable: "companies", principalColumn: "Id", onDelete: ReferentialAction.Restrict);
            });
        migrationBuilder.CreateIndex("IX_groups_CompanyId_Under_NameKey", "groups", ["CompanyId", "Under", "NameKey"], schema: "tenancy", unique: true);
        migrationBuilder.CreateIndex("IX_groups_NameKey", "groups", "NameKey", schema: "tenancy");

        migrationBuilder.CreateTable("partners", schema: "tenancy",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                Name = t.Column<string>(maxLength: 100),
                NameKey = t.Column<string>(maxLength: 100),
                Notes = t.Column<string>(maxLength: 2000),
                CreatedAt = t.Column<DateTimeOffset>(),
                Version = t.Column<int>(),
            },
            constraints: t => t.PrimaryKey("PK_partners", x => x.Id));
        migrationBuilder.CreateIndex("IX_partners_NameKey", "partners", "NameKey", schema: "tenancy", unique: true);

        migrationBuilder.AddColumn<Guid>("PartnerId", "companies", schema: "tenancy", nullable: true);
        migrationBuilder.CreateIndex("IX_companies_PartnerId", "companies", "PartnerId", schema: "tenancy");
    }
}
