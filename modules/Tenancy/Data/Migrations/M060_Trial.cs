using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.Tenancy.Data.Migrations;

/// <summary>The day a company's trial ends, and the rest of its billing address.</summary>
[DbContext(typeof(TenancyDb))]
[Migration("060_Trial")]
internal sealed class M060_Trial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<DateOnly>("TrialEnds", "companies", schema: "tenancy", nullable: true);
        migrationBuilder.AddColumn<string>("BillingName", "companies", schema: "tenancy", maxLength: 100, nullable: true);
        migrationBuilder.AddColumn<string>("BillingRegion", "companies", schema: "tenancy", maxLength: 100, nullable: true);
        migrationBuilder.CreateIndex("IX_companies_TrialEnds", "companies", "TrialEnds", schema: "tenancy");
    }
}
