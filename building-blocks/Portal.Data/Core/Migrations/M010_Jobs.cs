using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.Data.Core.Migrations;

[DbContext(typeof(CoreDb))]
[Migration("010_Jobs")]
internal sealed class M010_Jobs : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.CreateTable("jobs", schema: "core",
            columns: t => new
            {
                Name = t.Column<string>(maxLength: 128),
                Since = t.Column<DateTimeOffset>(),
                StartedAt = t.Column<DateTimeOffset>(nullable: true),
                EndedAt = t.Column<DateTimeOffset>(nullable: true),
                Error = t.Column<string>(maxLength: 2000, nullable: true),
                HeldUntil = t.Column<DateTimeOffset>(nullable: true),
                HeldBy = t.Column<string>(maxLength: 128, nullable: true),
            },
            constraints: t => t.PrimaryKey("PK_jobs", x => x.Name));
}
