using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.Data.Core.Migrations;

[DbContext(typeof(CoreDb))]
[Migration("001_Core")]
internal sealed class M001_Core : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.EnsureSchema("core");
        migrationBuilder.CreateTable("audit", schema: "core",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                At = t.Column<DateTimeOffset>(),
                CompanyId = t.Column<Guid>(nullable: true),
                UserId = t.Column<Guid>(nullable: true),
                UserName = t.Column<string>(maxLength: 128),
                Address = t.Column<string>(maxLength: 64, nullable: true),
                Verb = t.Column<string>(maxLength: 16),
                Table = t.Column<string>(maxLength: 128),
                ObjectId = t.Column<string>(maxLength: 128),
                Before = t.Column<string>(nullable: true),
                After = t.Column<string>(nullable: true),
            },
            constraints: t => t.PrimaryKey("PK_audit", x => x.Id));
        migrationBuilder.CreateIndex("IX_audit_CompanyId_At", "audit", ["CompanyId", "At"], schema: "core");
        migrationBuilder.CreateIndex("IX_audit_ObjectId_At", "audit", ["ObjectId", "At"], schema: "core");

        migrationBuilder.CreateTable("outbox", schema: "core",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                Kind = t.Column<string>(maxLength: 256),
                Payload = t.Column<string>(),
                CreatedAt = t.Column<DateTimeOffset>(),
                DueAt = t.Column<DateTimeOffset>(),
                SentAt = t.Column<DateTimeOffset>(nullable: true),
                Attempts = t.Column<int>(),
                LastError = t.Column<string>(nullable: true),
            },
            constraints: t => t.PrimaryKey("PK_outbox", x => x.Id));
        migrationBuilder.CreateIndex("IX_outbox_SentAt_DueAt", "outbox", ["SentAt", "DueAt"], schema: "core");

        migrationBuilder.CreateTable("submissions", schema: "core",
            columns: t => new
            {
                Token = t.Column<Guid>(),
                At = t.Column<DateTimeOffset>(),
            },
            constraints: t => t.PrimaryKey("PK_submissions", x => x.Token));
        migrationBuilder.CreateIndex("IX_submissions_At", "submissions", "At", schema: "core");
    }
}
