namespace Portal.Sip.Registration;

/// <summary>The Contact headers of a REGISTER: addresses, or the star that means all of them.</summary>
internal sealed record ContactList(bool Star, IReadOnlyList<NameAddr> Items)
{
    /// <summary>False when a value can't be read or is no SIP URI (only those can be called here).</summary>
    internal static bool TryRead(SipRequest request, out ContactList contacts)
    {
        contacts = new ContactList(false, []);
        var star = false;
        var items = new List<NameAddr>(1);
        for (var at = 0; request.Headers.TryNext(SipHeaderName.Contact, ref at, out var line);)
        {
            var reader = new SipReader(line);
            while (!reader.AtEnd)
            {
                var value = reader.NextListValue();
                if (value.SequenceEqual("*"u8))
                {
                    star = true;
                    continue;
                }
                if (value.IsEmpty) continue;
                if (items.Count == SipLimits.ValuesPerHeader || !NameAddr.TryParse(value, out var contact) || !contact.Uri.IsSip) return false;
                items.Add(contact);
            }
        }
        contacts = new ContactList(star, items);
        return true;
    }
}
