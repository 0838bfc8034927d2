using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.Forwarding.Data.Migrations;

[DbContext(typeof(ForwardingDb))]
[Migration("002_Schedules")]
internal sealed class M002_Schedules : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("When", "rules", schema: "forwarding", maxLength: 32, nullable: true);
        migrationBuilder.AddColumn<Guid>("ScheduleId", "rules", schema: "forwarding", nullable: true);
        migrationBuilder.CreateIndex("IX_rules_ScheduleId", "rules", "ScheduleId", schema: "forwarding");
    }
}
