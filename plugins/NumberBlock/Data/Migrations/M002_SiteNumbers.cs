using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace NumberBlock.Data.Migrations;

[DbContext(typeof(NumberBlockDb))]
[Migration("002_SiteNumbers")]
internal sealed class M002_SiteNumbers : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.CreateTable("site_numbers", schema: "numberblock",
            columns: t => new
            {
                SiteId = t.Column<Guid>(),
                Number = t.Column<string>(maxLength: 32),
                CompanyId = t.Column<Guid>(),
            },
            constraints: t => t.PrimaryKey("PK_site_numbers", x => new { x.SiteId, x.Number }));
}
