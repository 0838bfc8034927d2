using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.Data.Core.Migrations;

/// <summary>Notes on objects, recent activity, saves that wait, and the audit log by object and by time.</summary>
[DbContext(typeof(CoreDb))]
[Migration("016_History")]
internal sealed class M016_History : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("PartOf", "audit", schema: "core", maxLength: 128, nullable: true);
        migrationBuilder.CreateIndex("IX_audit_PartOf_At", "audit", ["PartOf", "At"], schema: "core");
        migrationBuilder.CreateIndex("IX_audit_At", "audit", "At", schema: "core");

        migrationBuilder.CreateTable("notes", schema: "core",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                Kind = t.Column<string>(maxLength: 64),
                ObjectId = t.Column<string>(maxLength: 128),
                CompanyId = t.Column<Guid>(nullable: true),
                At = t.Column<DateTimeOffset>(),
                UserId = t.Column<Guid>(nullable: true),
                UserName = t.Column<string>(maxLength: 128),
                Text = t.Column<string>(maxLength: 4000),
                ProviderOnly = t.Column<bool>(),
            },
            constraints: t => t.PrimaryKey("PK_notes", x => x.Id));
        migrationBuilder.CreateIndex("IX_notes_Kind_ObjectId_At", "notes", ["Kind", "ObjectId", "At"], schema: "core");

        migrationBuilder.CreateTable("activity", schema: "core",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                At = t.Column<DateTimeOffset>(),
                CompanyId = t.Column<Guid>(),
                SiteId = t.Column<Guid>(nullable: true),
                Thing = t.Column<string>(maxLength: 64),
                Verb = t.Column<string>(maxLength: 16),
                State = t.Column<string>(maxLength: 64, nullable: true),
                Name = t.Column<string>(maxLength: 200),
                ObjectId = t.Column<string>(maxLength: 128),
                UserName = t.Column<string>(maxLength: 128),
            },
            constraints: t => t.PrimaryKey("PK_activity", x => x.Id));
        migrationBuilder.CreateIndex("IX_activity_CompanyId_At", "activity", ["CompanyId", "At"], schema: "core");
        migrationBuilder.CreateIndex("IX_activity_At", "activity", "At", schema: "core");

        migrationBuilder.CreateTable("delayed", schema: "core",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                Kind = t.Column<string>(maxLength: 64),
                ObjectId = t.Column<string>(maxLength: 128),
                CompanyId = t.Column<Guid>(nullable: true),
                Change = t.Column<string>(maxLength: 256),
                Payload = t.Column<string>(),
                Summary = t.Column<string>(maxLength: 400),
                AuthorId = t.Column<Guid>(),
                AuthorName = t.Column<string>(maxLength: 128),
                CreatedAt = t.Column<DateTimeOffset>(),
                DueAt = t.Column<DateTimeOffset>(),
                State = t.Column<string>(maxLength: 32),
                EndedAt = t.Column<DateTimeOffset>(nullable: true),
                Answer = t.Column<string>(maxLength: 2000, nullable: true),
                Seen = t.Column<bool>(),
            },
            constraints: t => t.PrimaryKey("PK_delayed", x => x.Id));
        migrationBuilder.CreateIndex("IX_delayed_State_DueAt", "delayed", ["State", "DueAt"], schema: "core");
        migrationBuilder.CreateIndex("IX_delayed_Kind_ObjectId", "delayed", ["Kind", "ObjectId"], schema: "core");
        migrationBuilder.CreateIndex("IX_delayed_AuthorId_Seen", "delayed", ["AuthorId", "Seen"], schema: "core");
    }
}
