using Portal.Tenancy.Domain.Dialling;
using Portal.Web.Forms;

namespace Portal.Tenancy.Pages.Dialling;

/// <summary>The fields of a dial location as a browser sends them.</summary>
internal sealed class LocationForm
{
    public string? Name { get; set; }

    public string? Country { get; set; }

    public string? AreaCode { get; set; }

    public string? OutsidePrefix { get; set; }

    public string? TimeZone { get; set; }

    public int Version { get; set; }

    public static LocationForm From(DialLocation l) => new()
    {
        Name = l.Name, Country = l.Country, AreaCode = l.AreaCode, OutsidePrefix = l.OutsidePrefix, TimeZone = l.TimeZone, Version = l.Version,
    };

    public DialSettings Settings() => new(Name ?? "", Country ?? "", AreaCode ?? "", OutsidePrefix ?? "", TimeZone ?? "");

    public IEnumerable<FieldChange> Differences(DialLocation theirs)
    {
        (string Field, string? Yours, string Theirs)[] fields =
        [
            (T("Name"), Name, theirs.Name), (T("Country"), Country, theirs.Country), (T("Area code"), AreaCode, theirs.AreaCode),
            (T("Outside line"), OutsidePrefix, theirs.OutsidePrefix), (T("Time zone"), TimeZone, theirs.TimeZone),
        ];
        return fields.Where(f => (f.Yours ?? "") != f.Theirs).Select(f => new FieldChange(f.Field, f.Yours ?? "", f.Theirs));
    }
}
