using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace NumberBlock.Data.Migrations;

[DbContext(typeof(NumberBlockDb))]
[Migration("001_Numbers")]
internal sealed class M001_Numbers : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.EnsureSchema("numberblock");
        migrationBuilder.CreateTable("numbers", schema: "numberblock",
            columns: t => new
            {
                CompanyId = t.Column<Guid>(),
                Number = t.Column<string>(maxLength: 32),
                BlockedAt = t.Column<DateTimeOffset>(),
            },
            constraints: t => t.PrimaryKey("PK_numbers", x => new { x.CompanyId, x.Number }));
    }
}
