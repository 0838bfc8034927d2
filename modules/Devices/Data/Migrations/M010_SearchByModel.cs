using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.Devices.Data.Migrations;

/// <summary>A live search for a model reads the first few of an index.</summary>
[DbContext(typeof(DevicesDb))]
[Migration("010_SearchByModel")]
internal sealed class M010_SearchByModel : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.CreateIndex("IX_devices_Model_Mac", "devices", ["Model", "Mac"], schema: "devices");
}
