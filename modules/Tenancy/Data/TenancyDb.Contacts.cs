using Microsoft.EntityFrameworkCore;
using Portal.Tenancy.Domain.Contacts;

namespace Portal.Tenancy.Data;

internal sealed partial class TenancyDb
{
    public DbSet<Contact> Contacts => Set<Contact>();

    private static void MapContacts(ModelBuilder model) =>
        model.Entity<Contact>(e =>
        {
            e.ToTable("contacts");
            e.Property(c => c.Name).HasMaxLength(100);
            e.Property(c => c.Email).HasMaxLength(254);
            e.Property(c => c.EmailKey).HasMaxLength(254);
            e.Property(c => c.Type).HasMaxLength(60);
            e.Property(c => c.Phone).HasMaxLength(32);
            e.Property(c => c.Mobile).HasMaxLength(32);
            e.Property(c => c.PublicNotes).HasMaxLength(ContactDetails.LongestNotes);
            e.Property(c => c.PrivateNotes).HasMaxLength(ContactDetails.LongestNotes);
            e.Property(c => c.Search).HasMaxLength(500);
            e.HasIndex(c => new { c.CompanyId, c.EmailKey }).IsUnique();
            e.HasIndex(c => c.Search);
        });
}
