using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.CallLogs.Data.Migrations;

[DbContext(typeof(CallLogsDb))]
[Migration("001_Calls")]
internal sealed class M001_Calls : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.EnsureSchema("calllogs");
        migrationBuilder.CreateTable("calls", schema: "calllogs",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                CompanyId = t.Column<Guid>(),
                CallerNumber = t.Column<string>(maxLength: 128),
                CallerName = t.Column<string>(maxLength: 128),
                CallerEmployee = t.Column<Guid>(nullable: true),
                CallerSite = t.Column<Guid>(nullable: true),
                Dialled = t.Column<string>(maxLength: 128),
                CalledNumber = t.Column<string>(maxLength: 128, nullable: true),
                CalledName = t.Column<string>(maxLength: 128, nullable: true),
                CalledEmployee = t.Column<Guid>(nullable: true),
                CalledSite = t.Column<Guid>(nullable: true),
                ReachedNumber = t.Column<string>(maxLength: 128, nullable: true),
                ReachedName = t.Column<string>(maxLength: 128, nullable: true),
                ReachedEmployee = t.Column<Guid>(nullable: true),
                ReachedSite = t.Column<Guid>(nullable: true),
                StartedAt = t.Column<DateTimeOffset>(),
                AnsweredAt = t.Column<DateTimeOffset>(nullable: true),
                EndedAt = t.Column<DateTimeOffset>(),
                RingMilliseconds = t.Column<long>(),
                TalkMilliseconds = t.Column<long>(),
                Result = t.Column<string>(maxLength: 32),
                StatusCode = t.Column<int>(),
                EndedBy = t.Column<string>(maxLength: 32),
                Reasons = t.Column<string>(),
                Diversions = t.Column<string>(),
                Search = t.Column<string>(maxLength: 1000),
            },
            constraints: t => t.PrimaryKey("PK_calls", x => x.Id));
        Index(migrationBuilder, "CompanyId", "StartedAt", "Id");
        Index(migrationBuilder, "StartedAt", "Id");
        Index(migrationBuilder, "CompanyId", "CallerEmployee", "StartedAt", "Id");
        Index(migrationBuilder, "CompanyId", "CalledEmployee", "StartedAt", "Id");
        Index(migrationBuilder, "CompanyId", "ReachedEmployee", "StartedAt", "Id");
    }

    private static void Index(MigrationBuilder migrationBuilder, params string[] columns) =>
        migrationBuilder.CreateIndex("IX_calls_" + string.Join('_', columns), "calls", columns, schema: "calllogs");
}
