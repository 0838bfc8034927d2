using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.Tenancy.Data.Migrations;

[DbContext(typeof(TenancyDb))]
[Migration("051_Places")]
internal sealed class M051_Places : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("locations", schema: "tenancy",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                CompanyId = t.Column<Guid>(),
                Name = t.Column<string>(maxLength: 80),
                NameKey = t.Column<string>(maxLength: 80),
                Country = t.Column<string>(maxLength: 2),
                AreaCode = t.Column<string>(maxLength: 8),
                OutsidePrefix = t.Column<string>(maxLength: 4),
                TimeZone = t.Column<string>(maxLength: 64),
                Version = t.Column<int>(),
            },
            constraints: t => t.PrimaryKey("PK_locations", x => x.Id));
        migrationBuilder.CreateIndex("IX_locations_CompanyId_NameKey", "locations", ["CompanyId", "NameKey"], schema: "tenancy", unique: true);

        migrationBuilder.CreateTable("site_places", schema: "tenancy",
            columns: t => new
            {
                SiteId = t.Column<Guid>(),
                CompanyId = t.Column<Guid>(),
                LocationId = t.Column<Guid>(nullable: true),
                EmergencyAddress = t.Column<string>(maxLength: 400),
                EmergencyNotes = t.Column<string>(maxLength: 400),
                CallbackNumber = t.Column<string>(maxLength: 32),
                MaxCalls = t.Column<int>(nullable: true),
                MaxEmployees = t.Column<int>(nullable: true),
                Version = t.Column<int>(),
            },
            constraints: t => t.PrimaryKey("PK_site_places", x => x.SiteId));
        migrationBuilder.CreateIndex("IX_site_places_LocationId", "site_places", "LocationId", schema: "tenancy");
    }
}
