namespace Portal.Sip.Fuzz;

/// <summary>Messages against the parser: it answers true or false, never throws, and what it takes can be asked everything and written again.</summary>
public static class ParserRun
{
    /// <returns>How many messages the parser took.</returns>
    /// <exception cref="FuzzException">With the message that did it.</exception>
    public static long Run(Mutator mutator, long count)
    {
        long taken = 0;
        for (long i = 0; i < count; i++)
        {
            var octets = mutator.Next().ToArray();
            try
            {
                if (!SipParser.TryParse(octets, out var message, out var error))
                {
                    if (error.StatusCode is < 400 or > 699 || string.IsNullOrEmpty(error.Reason)) throw new InvalidOperationException("An error without a reason.");
                    continue;
                }
                taken++;
                Ask(message);
                // What was read is written in a form that is read as the same.
                if (i % 8 == 0) WriteAndRead(message);
            }
            catch (Exception e)
            {
                throw new FuzzException(octets, e);
            }
        }
        return taken;
    }

    private static void Ask(SipMessage message)
    {
        _ = (message.From.Tag, message.To.DisplayName, message.CallId, message.CSeq, message.TopVia?.SentBy, message.Expires, message.MaxForwards, message.Contact?.Quality);
        _ = (EventHeader.Of(message), SubscriptionState.Of(message), Replaces.Of(message), RAck.Of(message), Reason.Of(message).Count, Privacy.Of(message),
            DiversionEntry.Of(message).Count, HistoryEntry.Of(message).Count, SessionExpires.Of(message));
        _ = Replaces.In(message.To.Uri);
        foreach (var field in message.Headers) _ = field.Value.Length;
        foreach (var name in new[] { "Route", "Record-Route", "Path", "Contact", "P-Asserted-Identity" }) message.Headers.TryGetAddresses(name, out _);
        _ = message.To.Uri.ToAddressOfRecord().Equals(message.From.Uri);
        if (message is SipRequest request) _ = SipResponse.Create(request, 400).ToBytes();
    }

    private static void WriteAndRead(SipMessage message)
    {
        var written = message.ToBytes();
        // Folded lines become one line and may then be too long; nothing else may change.
        if (written.Length > 65_000 || !SipParser.TryParse(written, out var again, out var error)) throw new InvalidOperationException($"Not readable when written again: {Read(written)}");
        if (again.CallId != message.CallId || !again.CSeq.Equals(message.CSeq) || again.From.ToString() != message.From.ToString() || !again.Body.Span.SequenceEqual(message.Body.Span))
            throw new InvalidOperationException("Another message when written and read again.");

        static string Read(byte[] octets) => SipParser.TryParse(octets, out _, out var error) ? $"{octets.Length} octets" : error.Reason;
    }
}

/// <summary>A message that broke something. It goes into the corpus when it is mended.</summary>
public sealed class FuzzException(byte[] octets, Exception cause) : Exception($"{cause.Message}\n{Convert.ToBase64String(octets)}", cause)
{
    public byte[] Octets { get; } = octets;
}
