using System.Globalization;
using System.Text;
using System.Xml;

namespace Portal.Devices.Provisioning.Polycom;

/// <summary>
/// Writes one element whose attributes are the settings. One illegal character or a setting named twice makes a Polycom drop
/// the whole file, so both throw here instead.
/// </summary>
internal sealed class PolycomXmlWriter : IDisposable
{
    private readonly MemoryStream _octets = new();
    private readonly XmlWriter _xml;
    private readonly HashSet<string> _named = [];

    public PolycomXmlWriter(string element)
    {
        _xml = XmlWriter.Create(_octets, new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            CheckCharacters = true,
            Indent = true,
            NewLineOnAttributes = true,
            NewLineChars = "\n",
            NewLineHandling = NewLineHandling.Entitize,
        });
        _xml.WriteStartDocument(standalone: true);
        _xml.WriteStartElement(element);
    }

    /// <exception cref="UnwritableValueException">XML cannot carry the value, or the setting was written already.</exception>
    public PolycomXmlWriter Set(string name, string value)
    {
        if (!_named.Add(name))
        {
            throw new UnwritableValueException(name);
        }

        try
        {
            XmlConvert.VerifyXmlChars(value);
            _xml.WriteAttributeString(XmlConvert.VerifyNCName(name), value);
        }
        catch (Exception e) when (e is XmlException or ArgumentException)
        {
            throw new UnwritableValueException(name);
        }

        return this;
    }

    public PolycomXmlWriter Set(string name, int value) => Set(name, value.ToString(CultureInfo.InvariantCulture));

    public PolycomXmlWriter Set(string name, bool value) => Set(name, value ? "1" : "0");

    public ProvisionedFile Finish()
    {
        _xml.WriteEndElement();
        _xml.WriteEndDocument();
        _xml.Flush();
        return new ProvisionedFile([.. _octets.ToArray(), (byte)'\n'], "text/xml; charset=utf-8");
    }

    public void Dispose() => _xml.Dispose();
}
