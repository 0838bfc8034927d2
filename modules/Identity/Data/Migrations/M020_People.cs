using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.Identity.Data.Migrations;

/// <summary>What an account knows of its person, and group administrators of any group.</summary>
[DbContext(typeof(IdentityDb))]
[Migration("020_People")]
internal sealed class M020_People : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<Guid>("CompanyId", "users", schema: "identity", nullable: true);
        migrationBuilder.AddColumn<string>("Email", "users", schema: "identity", maxLength: 254, nullable: true);
        migrationBuilder.AddColumn<string>("Language", "users", schema: "identity", maxLength: 16, nullable: true);
        migrationBuilder.AddColumn<string>("TimeZone", "users", schema: "identity", maxLength: 64, nullable: true);
        migrationBuilder.AddColumn<string>("Picture", "users", schema: "identity", maxLength: 64, nullable: true);
        migrationBuilder.CreateIndex("IX_users_Email", "users", "Email", schema: "identity");
        migrationBuilder.AddColumn<Guid>("GroupId", "grants", schema: "identity", nullable: true);
        migrationBuilder.AddColumn<Guid>("PartnerId", "grants", schema: "identity", nullable: true);
        migrationBuilder.CreateIndex("IX_grants_GroupId", "grants", "GroupId", schema: "identity");

        var (users, grants) = ActiveProvider?.EndsWith("Sqlite", StringComparison.Ordinal) == true
            ? ("identity_users", "identity_grants")
            : ("identity.users", "identity.grants");
        migrationBuilder.Sql($"""
            UPDATE {users} SET "CompanyId" = (SELECT g."CompanyId" FROM {grants} g WHERE g."UserId" = {users}."Id" AND g."CompanyId" IS NOT NULL LIMIT 1)
            """);
        // A site is a group with the site's own key.
        migrationBuilder.Sql($"""UPDATE {grants} SET "GroupId" = "SiteId" WHERE "Role" = 'GroupAdmin'""");
    }
}
