namespace Portal.Sip.Tests;

/// <summary>The torture messages and what may be answered to them.</summary>
internal sealed record Torture(string File, string Kind, string Valid, string Udp, string Tcp)
{
    public static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "torture");

    public byte[] Octets => System.IO.File.ReadAllBytes(Path.Combine(Folder, File));

    public static IReadOnlyList<Torture> All { get; } =
    [
        .. System.IO.File.ReadAllLines(Path.Combine(Folder, "expectations.tsv"))
            .Where(line => line.Length > 0 && line[0] != '#' && !line.StartsWith("file\t", StringComparison.Ordinal))
            .Select(line => line.Split('\t'))
            .Select(cells => new Torture(cells[0], cells[4], cells[5], cells[6], cells[7])),
    ];

    public static Torture Named(string file) => All.Single(message => message.File == file);

    public static TheoryData<string> Files(Func<Torture, bool>? where = null) => new(All.Where(where ?? (_ => true)).Select(message => message.File));

    /// <summary>Whether an outcome ("none", "closed" or a status code) is allowed by a cell of the table.</summary>
    public static bool Allows(string cell, string outcome)
    {
        if (cell == "any") return true;
        var not = cell.StartsWith("not:", StringComparison.Ordinal);
        var matches = (not ? cell[4..] : cell).Split(',').Any(item => item == outcome || (item.EndsWith("xx", StringComparison.Ordinal) && outcome.Length == 3 && item[0] == outcome[0]));
        return matches != not;
    }
}
