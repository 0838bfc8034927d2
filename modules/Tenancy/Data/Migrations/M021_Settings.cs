using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.Tenancy.Data.Migrations;

[DbContext(typeof(TenancyDb))]
[Migration("021_Settings")]
internal sealed class M021_Settings : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("platform_settings", schema: "tenancy",
            columns: t => new
            {
                Id = t.Column<int>(),
                RangeStart = t.Column<int>(nullable: true),
                BlockSize = t.Column<int>(nullable: true),
                Blocked = t.Column<string>(maxLength: 4000),
                ProductName = t.Column<string>(maxLength: 40),
                Accent = t.Column<string>(maxLength: 7),
                Logo = t.Column<byte[]>(nullable: true),
                MailName = t.Column<string>(maxLength: 60),
                MailAddress = t.Column<string>(maxLength: 254),
                BlocksGiven = t.Column<int>(),
                Version = t.Column<int>(),
            },
            constraints: t => t.PrimaryKey("PK_platform_settings", x => x.Id));

        migrationBuilder.CreateTable("company_settings", schema: "tenancy",
            columns: t => new
            {
                CompanyId = t.Column<Guid>(),
                ProductName = t.Column<string>(maxLength: 40),
                Accent = t.Column<string>(maxLength: 7),
                Logo = t.Column<byte[]>(nullable: true),
                MailName = t.Column<string>(maxLength: 60),
                MailAddress = t.Column<string>(maxLength: 254),
                Version = t.Column<int>(),
            },
            constraints: t => t.PrimaryKey("PK_company_settings", x => x.CompanyId));

        migrationBuilder.CreateTable("search_uses", schema: "tenancy",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                UserId = t.Column<Guid>(),
                At = t.Column<DateTimeOffset>(),
                By = t.Column<string>(maxLength: 10),
                Text = t.Column<string>(maxLength: 130),
                Found = t.Column<bool>(),
            },
            constraints: t => t.PrimaryKey("PK_search_uses", x => x.Id));
        migrationBuilder.CreateIndex("IX_search_uses_UserId_At", "search_uses", ["UserId", "At"], schema: "tenancy");
    }
}
