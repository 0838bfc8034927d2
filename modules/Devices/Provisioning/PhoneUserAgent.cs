using Portal.Devices.Domain;

namespace Portal.Devices.Provisioning;

/// <summary>What a phone says about itself. A hint for the inventory, never a proof of anything.</summary>
/// <param name="Firmware">Null when it did not say, or when only its boot stage spoke.</param>
internal sealed record PhoneUserAgent(Vendor? Vendor, string? Model, string? Firmware)
{
    public const int Longest = 256;

    public static PhoneUserAgent Read(string? userAgent)
    {
        var words = (userAgent ?? "")[..Math.Min(userAgent?.Length ?? 0, Longest)]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 0)
        {
            return new(null, null, null);
        }

        return words[0].StartsWith("yealink", StringComparison.OrdinalIgnoreCase) ? Yealink(words) : Polycom(words);
    }

    // "Yealink SIP-T46G 28.83.0.130 00:15:65:aa:bb:cc"; early ones "Yealink-T46G 28.71.0.81".
    private static PhoneUserAgent Yealink(string[] words)
    {
        var model = words[0].Length > "yealink".Length ? words[0]["yealink".Length..] : words.ElementAtOrDefault(1) ?? "";
        model = model.TrimStart('-');
        return new(Domain.Vendor.Yealink,
            model.StartsWith("SIP-", StringComparison.OrdinalIgnoreCase) ? model[4..] : model,
            words.Skip(1).FirstOrDefault(IsVersion));
    }

    // "FileTransport PolycomVVX-VVX_411-UA/5.9.5.0614 Type/Application" when fetching, without "FileTransport" when registering.
    private static PhoneUserAgent Polycom(string[] words)
    {
        var word = words.FirstOrDefault(w => w.StartsWith("Poly", StringComparison.OrdinalIgnoreCase));
        if (word is null)
        {
            return new(null, null, null);
        }

        var slash = word.IndexOf('/', StringComparison.Ordinal);
        var names = (slash < 0 ? word : word[..slash]).Split('-');
        // The boot stage has a version of its own, which is not the firmware's.
        var isBoot = words.Contains("Type/Updater", StringComparer.OrdinalIgnoreCase);
        var version = slash < 0 ? null : word[(slash + 1)..];
        return new(Domain.Vendor.Polycom, names.ElementAtOrDefault(1)?.Replace('_', ' '),
            !isBoot && version is not null && IsVersion(version) ? version : null);
    }

    private static bool IsVersion(string word) =>
        word.Length <= 32 && word.Count(c => c == '.') >= 2 && word.All(c => char.IsAsciiDigit(c) || c == '.');
}
