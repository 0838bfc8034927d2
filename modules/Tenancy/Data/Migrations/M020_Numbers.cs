using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.Tenancy.Data.Migrations;

[DbContext(typeof(TenancyDb))]
[Migration("020_Numbers")]
internal sealed class M020_Numbers : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("numbers", schema: "tenancy",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                CompanyId = t.Column<Guid>(),
                E164 = t.Column<string>(maxLength: 16),
                Kind = t.Column<string>(maxLength: 32),
                State = t.Column<string>(maxLength: 32),
                SiteId = t.Column<Guid>(nullable: true),
                OwnerKind = t.Column<string>(maxLength: 32),
                OwnerId = t.Column<Guid>(nullable: true),
                PrimaryOf = t.Column<Guid>(nullable: true),
                Price = t.Column<long>(nullable: true),
                Unlimited = t.Column<bool>(),
                BillingFrom = t.Column<DateOnly>(nullable: true),
                AddedAt = t.Column<DateTimeOffset>(),
                FreeAt = t.Column<DateTimeOffset>(nullable: true),
                Version = t.Column<int>(),
            },
            constraints: t => t.PrimaryKey("PK_numbers", x => x.Id));
        migrationBuilder.CreateIndex("IX_numbers_E164", "numbers", "E164", schema: "tenancy", unique: true);
        migrationBuilder.CreateIndex("IX_numbers_PrimaryOf", "numbers", "PrimaryOf", schema: "tenancy", unique: true);
        migrationBuilder.CreateIndex("IX_numbers_CompanyId_E164", "numbers", ["CompanyId", "E164"], schema: "tenancy");
        migrationBuilder.CreateIndex("IX_numbers_SiteId", "numbers", "SiteId", schema: "tenancy");
        migrationBuilder.CreateIndex("IX_numbers_OwnerId", "numbers", "OwnerId", schema: "tenancy");

        migrationBuilder.CreateTable("number_history", schema: "tenancy",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                CompanyId = t.Column<Guid>(),
                E164 = t.Column<string>(maxLength: 16),
                At = t.Column<DateTimeOffset>(),
                By = t.Column<string>(maxLength: 100),
                Happening = t.Column<string>(maxLength: 32),
                About = t.Column<string>(maxLength: 200),
            },
            constraints: t => t.PrimaryKey("PK_number_history", x => x.Id));
        migrationBuilder.CreateIndex("IX_number_history_CompanyId_E164_At", "number_history", ["CompanyId", "E164", "At"], schema: "tenancy");

        migrationBuilder.CreateTable("number_blocks", schema: "tenancy",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                CompanyId = t.Column<Guid>(),
                First = t.Column<int>(),
                Last = t.Column<int>(),
                AssignedAt = t.Column<DateTimeOffset>(),
            },
            constraints: t => t.PrimaryKey("PK_number_blocks", x => x.Id));
        migrationBuilder.CreateIndex("IX_number_blocks_First", "number_blocks", "First", schema: "tenancy", unique: true);
        migrationBuilder.CreateIndex("IX_number_blocks_CompanyId", "number_blocks", "CompanyId", schema: "tenancy");
    }
}
