using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.Identity.Data.Migrations;

[DbContext(typeof(IdentityDb))]
[Migration("021_Sessions")]
internal sealed class M021_Sessions : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("sessions", schema: "identity",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                UserId = t.Column<Guid>(),
                CompanyId = t.Column<Guid>(nullable: true),
                Side = t.Column<string>(maxLength: 32),
                Stamp = t.Column<string>(maxLength: 64),
                CreatedAt = t.Column<DateTimeOffset>(),
                LastSeenAt = t.Column<DateTimeOffset>(),
                Address = t.Column<string>(maxLength: 64, nullable: true),
                UserAgent = t.Column<string>(maxLength: 256, nullable: true),
                Way = t.Column<string>(maxLength: 32),
                TwoStep = t.Column<bool>(),
                SupporterId = t.Column<Guid>(nullable: true),
                SupporterSession = t.Column<Guid>(nullable: true),
            },
            constraints: t => t.PrimaryKey("PK_sessions", x => x.Id));
        migrationBuilder.CreateIndex("IX_sessions_UserId", "sessions", "UserId", schema: "identity");
        migrationBuilder.CreateIndex("IX_sessions_CompanyId_LastSeenAt", "sessions", ["CompanyId", "LastSeenAt"], schema: "identity");
        migrationBuilder.CreateIndex("IX_sessions_LastSeenAt", "sessions", "LastSeenAt", schema: "identity");
        migrationBuilder.CreateIndex("IX_sessions_SupporterSession", "sessions", "SupporterSession", schema: "identity");
    }
}
