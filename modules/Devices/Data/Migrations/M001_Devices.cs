using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.Devices.Data.Migrations;

[DbContext(typeof(DevicesDb))]
[Migration("001_Devices")]
internal sealed class M001_Devices : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.EnsureSchema("devices");
        migrationBuilder.CreateTable("devices", schema: "devices",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                CompanyId = t.Column<Guid>(),
                SiteId = t.Column<Guid>(),
                Model = t.Column<string>(maxLength: 32),
                Mac = t.Column<string>(maxLength: 12),
                EmployeeId = t.Column<Guid>(nullable: true),
                Secret = t.Column<string>(maxLength: 1024),
                SecretAt = t.Column<DateTimeOffset>(),
                CreatedAt = t.Column<DateTimeOffset>(),
                Version = t.Column<int>(),
            },
            constraints: t => t.PrimaryKey("PK_devices", x => x.Id));
        migrationBuilder.CreateIndex("IX_devices_Mac", "devices", "Mac", schema: "devices", unique: true);
        migrationBuilder.CreateIndex("IX_devices_CompanyId_SiteId", "devices", ["CompanyId", "SiteId"], schema: "devices");
        migrationBuilder.CreateIndex("IX_devices_EmployeeId", "devices", "EmployeeId", schema: "devices");

        migrationBuilder.CreateTable("runs", schema: "devices",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                CompanyId = t.Column<Guid>(),
                DeviceId = t.Column<Guid>(),
                StartedAt = t.Column<DateTimeOffset>(),
                LastAt = t.Column<DateTimeOffset>(),
                Address = t.Column<string>(maxLength: 64, nullable: true),
                UserAgent = t.Column<string>(maxLength: 256, nullable: true),
                Firmware = t.Column<string>(maxLength: 32, nullable: true),
                Host = t.Column<string>(maxLength: 255, nullable: true),
                ConfigurationTag = t.Column<string>(maxLength: 80, nullable: true),
                Files = t.Column<string>(),
            },
            constraints: t => t.PrimaryKey("PK_runs", x => x.Id));
        migrationBuilder.CreateIndex("IX_runs_DeviceId_StartedAt", "runs", ["DeviceId", "StartedAt"], schema: "devices");

        migrationBuilder.CreateTable("files", schema: "devices",
            columns: t => new
            {
                DeviceId = t.Column<Guid>(),
                Name = t.Column<string>(maxLength: 32),
                CompanyId = t.Column<Guid>(),
                Content = t.Column<byte[]>(),
                At = t.Column<DateTimeOffset>(),
            },
            constraints: t => t.PrimaryKey("PK_files", x => new { x.DeviceId, x.Name }));

        migrationBuilder.CreateTable("bindings", schema: "devices",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                Aor = t.Column<string>(maxLength: 255),
                Contact = t.Column<string>(),
                Parameters = t.Column<string>(),
                CallId = t.Column<string>(),
                CSeq = t.Column<long>(),
                RegisteredAt = t.Column<DateTimeOffset>(),
                RefreshedAt = t.Column<DateTimeOffset>(),
                ExpiresAt = t.Column<DateTimeOffset>(),
                UserAgent = t.Column<string>(maxLength: 256, nullable: true),
                Flow = t.Column<string>(maxLength: 80),
                Quality = t.Column<int>(),
                Path = t.Column<string>(),
                InstanceId = t.Column<string>(nullable: true),
                RegId = t.Column<string>(nullable: true),
            },
            constraints: t => t.PrimaryKey("PK_bindings", x => x.Id));
        migrationBuilder.CreateIndex("IX_bindings_Aor", "bindings", "Aor", schema: "devices");
    }
}
