using System.Globalization;
using System.Text;
using System.Xml;

namespace Portal.Sip.Events;

/// <summary>The state of a dialog as a lamp shows it (RFC 4235 §3.7.1).</summary>
public enum DialogInfoState { Trying, Proceeding, Early, Confirmed, Terminated }

/// <summary>One call of the watched party (RFC 4235 §4.1.1).</summary>
/// <param name="Id">Unique in the document and stable over the call.</param>
/// <param name="Initiated">True when the watched party placed the call.</param>
/// <param name="Call">Call-ID and tags as the watched telephone knows them, for a pickup by Replaces; null withholds them.</param>
/// <param name="Peer">The other party; null withholds it.</param>
public sealed record DialogInfoEntry(string Id, DialogInfoState State, bool Initiated, Replaces? Call = null, NameAddr? Peer = null);

/// <summary>A dialog-info document: all calls of a party, as busy lamp fields want it. Always the full state, so that a lost NOTIFY does no harm.</summary>
public static class DialogInfo
{
    public const string Package = "dialog";
    public const string ContentType = "application/dialog-info+xml";

    private const string Namespace = "urn:ietf:params:xml:ns:dialog-info";

    /// <param name="entity">The watched address of record, a SIP URI.</param>
    /// <param name="version">Rises by one with each document of a subscription (§4.1).</param>
    public static byte[] Write(string entity, uint version, IEnumerable<DialogInfoEntry> dialogs)
    {
        using var buffer = new MemoryStream();
        using (var xml = XmlWriter.Create(buffer, new XmlWriterSettings { Encoding = new UTF8Encoding(false), CheckCharacters = false }))
        {
            xml.WriteStartElement("dialog-info", Namespace);
            xml.WriteAttributeString("version", version.ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("state", "full");
            xml.WriteAttributeString("entity", entity);
            foreach (var dialog in dialogs) Write(xml, entity, dialog);
            xml.WriteEndElement();
        }
        return buffer.ToArray();
    }

    private static void Write(XmlWriter xml, string entity, DialogInfoEntry dialog)
    {
        xml.WriteStartElement("dialog", Namespace);
        xml.WriteAttributeString("id", dialog.Id);
        if (dialog.Call is { } call)
        {
            xml.WriteAttributeString("call-id", call.CallId);
            xml.WriteAttributeString("local-tag", call.ToTag);
            xml.WriteAttributeString("remote-tag", call.FromTag);
        }
        xml.WriteAttributeString("direction", dialog.Initiated ? "initiator" : "recipient");
        xml.WriteElementString("state", Namespace, dialog.State.ToString().ToLowerInvariant());
        Party(xml, "local", null, entity);
        if (dialog.Peer is { } peer) Party(xml, "remote", peer.DisplayName, peer.Uri.ToString());
        xml.WriteEndElement();
    }

    private static void Party(XmlWriter xml, string side, string? name, string uri)
    {
        xml.WriteStartElement(side, Namespace);
        xml.WriteStartElement("identity", Namespace);
        if (name is not null) xml.WriteAttributeString("display", XmlSafe(name));
        xml.WriteString(uri);
        xml.WriteEndElement();
        xml.WriteStartElement("target", Namespace);
        xml.WriteAttributeString("uri", uri);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    /// <summary>A name may hold what XML cannot; a lamp must not go dark for it.</summary>
    private static string XmlSafe(string text) => text.All(XmlConvert.IsXmlChar) ? text : new string([.. text.Where(XmlConvert.IsXmlChar)]);
}
