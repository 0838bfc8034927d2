using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.Identity.Data.Migrations;

/// <summary>Verified addresses, one-time links, the second step, passkeys, service passwords.</summary>
[DbContext(typeof(IdentityDb))]
[Migration("010_Credentials")]
internal sealed class M010_Credentials : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("VerifiedEmail", "users", schema: "identity", maxLength: 254, nullable: true);
        migrationBuilder.AddColumn<bool>("MustChangePassword", "users", schema: "identity", defaultValue: false);
        migrationBuilder.AddColumn<bool>("SecondStepDemanded", "users", schema: "identity", defaultValue: false);
        migrationBuilder.AddColumn<bool>("CodeByEmail", "users", schema: "identity", defaultValue: false);
        migrationBuilder.AddColumn<byte[]>("AuthenticatorSecret", "users", schema: "identity", maxLength: 512, nullable: true);
        migrationBuilder.AddColumn<long>("AuthenticatorStep", "users", schema: "identity", nullable: true);
        migrationBuilder.CreateIndex("IX_users_VerifiedEmail", "users", "VerifiedEmail", schema: "identity", unique: true);

        migrationBuilder.CreateTable("links", schema: "identity",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                UserId = t.Column<Guid>(),
                CompanyId = t.Column<Guid>(nullable: true),
                Purpose = t.Column<string>(maxLength: 32),
                Hash = t.Column<string>(maxLength: 64),
                Address = t.Column<string>(maxLength: 254),
                CreatedAt = t.Column<DateTimeOffset>(),
                ExpiresAt = t.Column<DateTimeOffset>(),
                UsedAt = t.Column<DateTimeOffset>(nullable: true),
            },
            constraints: t => t.PrimaryKey("PK_links", x => x.Id));
        migrationBuilder.CreateIndex("IX_links_Hash", "links", "Hash", schema: "identity", unique: true);
        migrationBuilder.CreateIndex("IX_links_UserId_CreatedAt", "links", ["UserId", "CreatedAt"], schema: "identity");

        migrationBuilder.CreateTable("email_codes", schema: "identity",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                UserId = t.Column<Guid>(),
                Hash = t.Column<string>(maxLength: 64),
                SentAt = t.Column<DateTimeOffset>(),
                ExpiresAt = t.Column<DateTimeOffset>(),
                UsedAt = t.Column<DateTimeOffset>(nullable: true),
            },
            constraints: t => t.PrimaryKey("PK_email_codes", x => x.Id));
        migrationBuilder.CreateIndex("IX_email_codes_UserId_SentAt", "email_codes", ["UserId", "SentAt"], schema: "identity");

        migrationBuilder.CreateTable("recovery_codes", schema: "identity",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                UserId = t.Column<Guid>(),
                Hash = t.Column<string>(maxLength: 64),
                UsedAt = t.Column<DateTimeOffset>(nullable: true),
            },
            constraints: t => t.PrimaryKey("PK_recovery_codes", x => x.Id));
        migrationBuilder.CreateIndex("IX_recovery_codes_UserId", "recovery_codes", "UserId", schema: "identity");

        migrationBuilder.CreateTable("trusted_devices", schema: "identity",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                UserId = t.Column<Guid>(),
                CompanyId = t.Column<Guid>(nullable: true),
                Hash = t.Column<string>(maxLength: 64),
                Stamp = t.Column<string>(maxLength: 64),
                Browser = t.Column<string>(maxLength: 200),
                Address = t.Column<string>(maxLength: 64, nullable: true),
                AddedAt = t.Column<DateTimeOffset>(),
                ExpiresAt = t.Column<DateTimeOffset>(),
            },
            constraints: t => t.PrimaryKey("PK_trusted_devices", x => x.Id));
        migrationBuilder.CreateIndex("IX_trusted_devices_Hash", "trusted_devices", "Hash", schema: "identity", unique: true);
        migrationBuilder.CreateIndex("IX_trusted_devices_UserId", "trusted_devices", "UserId", schema: "identity");

        migrationBuilder.CreateTable("passkeys", schema: "identity",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                UserId = t.Column<Guid>(),
                CompanyId = t.Column<Guid>(nullable: true),
                CredentialId = t.Column<string>(maxLength: 1400),
                Name = t.Column<string>(maxLength: 64),
                PublicKey = t.Column<byte[]>(),
                SignCount = t.Column<long>(),
                Transports = t.Column<string>(maxLength: 200),
                IsUserVerified = t.Column<bool>(),
                IsBackupEligible = t.Column<bool>(),
                IsBackedUp = t.Column<bool>(),
                AttestationObject = t.Column<byte[]>(),
                ClientDataJson = t.Column<byte[]>(),
                AddedAt = t.Column<DateTimeOffset>(),
                LastUsedAt = t.Column<DateTimeOffset>(nullable: true),
            },
            constraints: t => t.PrimaryKey("PK_passkeys", x => x.Id));
        migrationBuilder.CreateIndex("IX_passkeys_CredentialId", "passkeys", "CredentialId", schema: "identity", unique: true);
        migrationBuilder.CreateIndex("IX_passkeys_UserId", "passkeys", "UserId", schema: "identity");

        migrationBuilder.CreateTable("service_passwords", schema: "identity",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                CompanyId = t.Column<Guid>(),
                EmployeeId = t.Column<Guid>(),
                Kind = t.Column<string>(maxLength: 32),
                Hash = t.Column<string>(maxLength: 256),
                ChangedAt = t.Column<DateTimeOffset>(),
                WrongTries = t.Column<int>(),
                LastWrongAt = t.Column<DateTimeOffset>(nullable: true),
                LockedUntil = t.Column<DateTimeOffset>(nullable: true),
            },
            constraints: t => t.PrimaryKey("PK_service_passwords", x => x.Id));
        migrationBuilder.CreateIndex("IX_service_passwords_EmployeeId_Kind", "service_passwords", ["EmployeeId", "Kind"], schema: "identity", unique: true);

        migrationBuilder.CreateTable("sign_in_rules", schema: "identity",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                SecondStep = t.Column<bool>(),
            },
            constraints: t => t.PrimaryKey("PK_sign_in_rules", x => x.Id));
    }
}
