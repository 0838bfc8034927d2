using System.Text;
using System.Xml;

namespace Portal.Web.Lists.Export;

/// <summary>A kind of file a list can be written as.</summary>
internal abstract record ListFile(string Extension, string ContentType)
{
    private static readonly ListFile Csv = new CsvFile(), Xml = new XmlFile();

    public static ListFile? Of(string? format) => format switch { "csv" => Csv, "xml" => Xml, _ => null };

    public abstract ListWriter Open(Stream body, ListShape shape);

    private sealed record CsvFile() : ListFile("csv", "text/csv; charset=utf-8")
    {
        public override ListWriter Open(Stream body, ListShape shape) => new CsvWriter(body, shape);
    }

    private sealed record XmlFile() : ListFile("xml", "application/xml; charset=utf-8")
    {
        public override ListWriter Open(Stream body, ListShape shape) => new XmlListWriter(body, shape);
    }
}

/// <summary>Writes rows into memory and, when told, on to the browser.</summary>
internal abstract class ListWriter
{
    public abstract void Head();

    public abstract void Row(string[] cells);

    public abstract void Foot();

    public abstract Task FlushAsync(CancellationToken ct);
}

/// <summary>RFC 4180, in UTF-8 with the mark that tells spreadsheets so.</summary>
internal sealed class CsvWriter(Stream body, ListShape shape) : ListWriter
{
    private readonly MemoryStream _part = new();
    private readonly ListColumn[] _columns = [.. shape.ExportedColumns];

    public override void Head()
    {
        _part.Write(Encoding.UTF8.Preamble);
        Write([.. _columns.Select(c => T(c.Text))]);
    }

    public override void Row(string[] cells) => Write([.. _columns.Select(c => cells[shape.ExportIndex(c)] ?? "")]);

    public override void Foot()
    {
    }

    private void Write(string[] cells) => _part.Write(Encoding.UTF8.GetBytes(CsvText.Line(cells)));

    public override async Task FlushAsync(CancellationToken ct)
    {
        _part.Position = 0;
        await _part.CopyToAsync(body, ct);
        _part.SetLength(0);
    }
}

/// <summary><c>&lt;companies&gt;&lt;row&gt;&lt;name&gt;Acme&lt;/name&gt;…</c>: an element a column, named by its key, the same in every language.</summary>
internal sealed class XmlListWriter(Stream body, ListShape shape) : ListWriter
{
    private readonly MemoryStream _part = new();
    private readonly ListColumn[] _columns = [.. shape.ExportedColumns];
    private XmlWriter _xml = XmlWriter.Create(Stream.Null);

    public override void Head()
    {
        _xml = XmlWriter.Create(_part, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, CheckCharacters = false });
        _xml.WriteStartDocument();
        _xml.WriteStartElement(shape.Name);
    }

    public override void Row(string[] cells)
    {
        _xml.WriteStartElement("row");
        foreach (var column in _columns)
        {
            // Control characters cannot stand in XML at all, not even escaped.
            _xml.WriteElementString(column.Key, new string([.. (cells[shape.ExportIndex(column)] ?? "").Where(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c))]));
        }

        _xml.WriteEndElement();
    }

    public override void Foot()
    {
        _xml.WriteEndElement();
        _xml.WriteEndDocument();
        _xml.Flush();
    }

    public override async Task FlushAsync(CancellationToken ct)
    {
        _xml.Flush();
        _part.Position = 0;
        await _part.CopyToAsync(body, ct);
        _part.SetLength(0);
    }
}
