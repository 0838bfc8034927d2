using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.Tenancy.Data.Migrations;

[DbContext(typeof(TenancyDb))]
[Migration("040_Features")]
internal sealed class M040_Features : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("feature_packages", schema: "tenancy",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                Owner = t.Column<Guid>(),
                Scope = t.Column<string>(maxLength: 32),
                Kind = t.Column<string>(maxLength: 32),
                Name = t.Column<string>(maxLength: 60),
                NameKey = t.Column<string>(maxLength: 60),
                Summary = t.Column<string>(maxLength: 300),
                Features = t.Column<string>(),
                Version = t.Column<int>(),
            },
            constraints: t => t.PrimaryKey("PK_feature_packages", x => x.Id));
        migrationBuilder.CreateIndex("IX_feature_packages_Owner_NameKey", "feature_packages", ["Owner", "NameKey"], schema: "tenancy", unique: true);

        migrationBuilder.CreateTable("company_offerings", schema: "tenancy",
            columns: t => new
            {
                CompanyId = t.Column<Guid>(),
                Packages = t.Column<string>(),
                StandardForSites = t.Column<Guid>(nullable: true),
                StandardForEmployees = t.Column<Guid>(nullable: true),
                Version = t.Column<int>(),
            },
            constraints: t => t.PrimaryKey("PK_company_offerings", x => x.CompanyId));

        migrationBuilder.CreateTable("package_assignments", schema: "tenancy",
            columns: t => new
            {
                HolderId = t.Column<Guid>(),
                CompanyId = t.Column<Guid>(),
                Scope = t.Column<string>(maxLength: 32),
                Package = t.Column<Guid>(nullable: true),
                AddOns = t.Column<string>(),
                Version = t.Column<int>(),
            },
            constraints: t => t.PrimaryKey("PK_package_assignments", x => x.HolderId));
        migrationBuilder.CreateIndex("IX_package_assignments_CompanyId", "package_assignments", "CompanyId", schema: "tenancy");

        migrationBuilder.CreateTable("feature_assignments", schema: "tenancy",
            columns: t => new
            {
                HolderId = t.Column<Guid>(),
                CompanyId = t.Column<Guid>(),
                Scope = t.Column<string>(maxLength: 32),
                SwitchedOff = t.Column<string>(),
                SwitchedOn = t.Column<string>(),
                AdminDenied = t.Column<string>(),
                Version = t.Column<int>(),
            },
            constraints: t => t.PrimaryKey("PK_feature_assignments", x => x.HolderId));
        migrationBuilder.CreateIndex("IX_feature_assignments_CompanyId", "feature_assignments", "CompanyId", schema: "tenancy");
    }
}
