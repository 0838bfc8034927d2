using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.Data.Core.Migrations;

/// <summary>Changes made by somebody who has signed in as another person name both.</summary>
[DbContext(typeof(CoreDb))]
[Migration("015_OnBehalf")]
internal sealed class M015_OnBehalf : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<Guid>("OnBehalfOfId", "audit", schema: "core", nullable: true);
        migrationBuilder.AddColumn<string>("OnBehalfOf", "audit", schema: "core", maxLength: 128, nullable: true);
    }
}
