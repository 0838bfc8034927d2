using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.Mail.Data.Migrations;

[DbContext(typeof(MailDb))]
[Migration("001_Messages")]
internal sealed class M001_Messages : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.EnsureSchema("mail");
        migrationBuilder.CreateTable("messages", schema: "mail",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                QueuedAt = t.Column<DateTimeOffset>(),
                CompanyId = t.Column<Guid>(nullable: true),
                ToAddress = t.Column<string>(maxLength: 254),
                ToName = t.Column<string>(maxLength: 128),
                Subject = t.Column<string>(maxLength: 200),
                Body = t.Column<byte[]>(nullable: true),
                State = t.Column<string>(maxLength: 32),
                Attempts = t.Column<int>(),
                LastError = t.Column<string>(maxLength: 500, nullable: true),
                SettledAt = t.Column<DateTimeOffset>(nullable: true),
            },
            constraints: t => t.PrimaryKey("PK_messages", x => x.Id));
        migrationBuilder.CreateIndex("IX_messages_State_QueuedAt", "messages", ["State", "QueuedAt"], schema: "mail");
    }
}
