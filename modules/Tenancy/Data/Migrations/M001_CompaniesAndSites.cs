using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.Tenancy.Data.Migrations;

[DbContext(typeof(TenancyDb))]
[Migration("001_CompaniesAndSites")]
internal sealed class M001_CompaniesAndSites : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.EnsureSchema("tenancy");
        migrationBuilder.CreateTable("companies", schema: "tenancy",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                Name = t.Column<string>(maxLength: 100),
                SipDomain = t.Column<string>(maxLength: 253),
                Country = t.Column<string>(maxLength: 2),
                TimeZone = t.Column<string>(maxLength: 64),
                Currency = t.Column<string>(maxLength: 3),
                Status = t.Column<string>(maxLength: 32),
                BillingStreet = t.Column<string>(maxLength: 200),
                BillingPostalCode = t.Column<string>(maxLength: 20),
                BillingCity = t.Column<string>(maxLength: 100),
                VatNumber = t.Column<string>(maxLength: 20),
                Notes = t.Column<string>(maxLength: 4000),
                Search = t.Column<string>(maxLength: 400),
                CreatedAt = t.Column<DateTimeOffset>(),
                Version = t.Column<int>(),
            },
            constraints: t => t.PrimaryKey("PK_companies", x => x.Id));
        migrationBuilder.CreateIndex("IX_companies_SipDomain", "companies", "SipDomain", schema: "tenancy", unique: true);
        migrationBuilder.CreateIndex("IX_companies_Search", "companies", "Search", schema: "tenancy");
        migrationBuilder.CreateIndex("IX_companies_CreatedAt", "companies", "CreatedAt", schema: "tenancy");

        migrationBuilder.CreateTable("sites", schema: "tenancy",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                CompanyId = t.Column<Guid>(),
                Name = t.Column<string>(maxLength: 80),
                Street = t.Column<string>(maxLength: 200),
                PostalCode = t.Column<string>(maxLength: 20),
                City = t.Column<string>(maxLength: 100),
                Country = t.Column<string>(maxLength: 2),
                TimeZone = t.Column<string>(maxLength: 64),
                ContactName = t.Column<string>(maxLength: 100),
                ContactPhone = t.Column<string>(maxLength: 32),
                ContactEmail = t.Column<string>(maxLength: 254),
                NameKey = t.Column<string>(maxLength: 80),
                Search = t.Column<string>(maxLength: 220),
                CreatedAt = t.Column<DateTimeOffset>(),
                Version = t.Column<int>(),
            },
            constraints: t =>
            {
                t.PrimaryKey("PK_sites", x => x.Id);
                t.ForeignKey("FK_sites_companies_CompanyId", x => x.CompanyId,
                    principalSchema: "tenancy", principalTable: "companies", principalColumn: "Id", onDelete: ReferentialAction.Restrict);
            });
        migrationBuilder.CreateIndex("IX_sites_CompanyId_NameKey", "sites", ["CompanyId", "NameKey"], schema: "tenancy", unique: true);
        migrationBuilder.CreateIndex("IX_sites_Search", "sites", "Search", schema: "tenancy");
    }
}
