using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.Tenancy.Data.Migrations;

[DbContext(typeof(TenancyDb))]
[Migration("030_Contacts")]
internal sealed class M030_Contacts : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("contacts", schema: "tenancy",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                CompanyId = t.Column<Guid>(),
                Name = t.Column<string>(maxLength: 100),
                Email = t.Column<string>(maxLength: 254),
                EmailKey = t.Column<string>(maxLength: 254),
                Type = t.Column<string>(maxLength: 60),
                Phone = t.Column<string>(maxLength: 32),
                Mobile = t.Column<string>(maxLength: 32),
                PublicNotes = t.Column<string>(maxLength: 4000),
                PrivateNotes = t.Column<string>(maxLength: 4000),
                EmailVerified = t.Column<bool>(),
                MobileVerified = t.Column<bool>(),
                Search = t.Column<string>(maxLength: 500),
                CreatedAt = t.Column<DateTimeOffset>(),
                Version = t.Column<int>(),
            },
            constraints: t => t.PrimaryKey("PK_contacts", x => x.Id));
        migrationBuilder.CreateIndex("IX_contacts_CompanyId_EmailKey", "contacts", ["CompanyId", "EmailKey"], schema: "tenancy", unique: true);
        migrationBuilder.CreateIndex("IX_contacts_Search", "contacts", "Search", schema: "tenancy");
    }
}
