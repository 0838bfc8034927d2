using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.Identity.Data.Migrations;

[DbContext(typeof(IdentityDb))]
[Migration("001_Users")]
internal sealed class M001_Users : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.EnsureSchema("identity");
        migrationBuilder.CreateTable("users", schema: "identity",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                Username = t.Column<string>(maxLength: 64),
                DisplayName = t.Column<string>(maxLength: 128),
                PasswordHash = t.Column<string>(maxLength: 256, nullable: true),
                PreviousPasswordHash = t.Column<string>(maxLength: 256, nullable: true),
                PasswordChangedAt = t.Column<DateTimeOffset>(nullable: true),
                SecurityStamp = t.Column<string>(maxLength: 64),
                LockedUntil = t.Column<DateTimeOffset>(nullable: true),
                Disabled = t.Column<bool>(),
                LastSignInAt = t.Column<DateTimeOffset>(nullable: true),
                LastTryAt = t.Column<DateTimeOffset>(nullable: true),
                CreatedAt = t.Column<DateTimeOffset>(),
                Version = t.Column<int>(),
            },
            constraints: t => t.PrimaryKey("PK_users", x => x.Id));
        migrationBuilder.CreateIndex("IX_users_Username", "users", "Username", schema: "identity", unique: true);

        migrationBuilder.CreateTable("grants", schema: "identity",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                UserId = t.Column<Guid>(),
                Role = t.Column<string>(maxLength: 32),
                CompanyId = t.Column<Guid>(nullable: true),
                SiteId = t.Column<Guid>(nullable: true),
                EmployeeId = t.Column<Guid>(nullable: true),
            },
            constraints: t => t.PrimaryKey("PK_grants", x => x.Id));
        migrationBuilder.CreateIndex("IX_grants_UserId", "grants", "UserId", schema: "identity");
        migrationBuilder.CreateIndex("IX_grants_CompanyId_Role", "grants", ["CompanyId", "Role"], schema: "identity");
        migrationBuilder.CreateIndex("IX_grants_EmployeeId", "grants", "EmployeeId", schema: "identity");

        migrationBuilder.CreateTable("tries", schema: "identity",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                UserId = t.Column<Guid>(),
                At = t.Column<DateTimeOffset>(),
                Address = t.Column<string>(maxLength: 64, nullable: true),
                Succeeded = t.Column<bool>(),
                Counts = t.Column<bool>(),
            },
            constraints: t => t.PrimaryKey("PK_tries", x => x.Id));
        migrationBuilder.CreateIndex("IX_tries_UserId_At", "tries", ["UserId", "At"], schema: "identity");

        migrationBuilder.CreateTable("first_operator", schema: "identity",
            columns: t => new
            {
                Id = t.Column<int>(),
                UserId = t.Column<Guid>(),
                At = t.Column<DateTimeOffset>(),
            },
            constraints: t => t.PrimaryKey("PK_first_operator", x => x.Id));
    }
}
