using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.Identity.Data.Migrations;

/// <summary>Which contact an account belongs to.</summary>
[DbContext(typeof(IdentityDb))]
[Migration("022_ContactLogins")]
internal sealed class M022_ContactLogins : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<Guid>("ContactId", "users", schema: "identity", nullable: true);
        migrationBuilder.CreateIndex("IX_users_ContactId", "users", "ContactId", schema: "identity", unique: true);
    }
}
