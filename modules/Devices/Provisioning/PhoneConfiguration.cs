using Portal.Devices.Domain;

namespace Portal.Devices.Provisioning;

/// <summary>
/// What a phone should be, in nobody's syntax: the one description that each vendor's writer turns into its own files. Texts
/// are cleaned already (see <see cref="PhoneText"/>); writers check again.
/// </summary>
internal sealed record PhoneConfiguration(
    MacAddress Mac, PhoneModel Model, Registrar Registrar,
    IReadOnlyList<PhoneAccount> Accounts, IReadOnlyList<PhoneKey> Keys, PhoneClock Clock)
{
    /// <summary>Best first. All are understood by every model of the catalogue; wideband first because both ends mostly have it.</summary>
    public IReadOnlyList<Codec> Codecs { get; init; } = [Codec.G722, Codec.Pcma, Codec.Pcmu, Codec.G729];

    /// <summary>1 to 8; 0 leaves the phone's own choice alone.</summary>
    public int Ringer { get; init; }

    /// <summary>ISO 3166-1 alpha-2; decides the dial and busy tones where the vendor's name for the country is known.</summary>
    public string Country { get; init; } = "";
}

/// <summary>Where phones find the registrar. Phones write the domain into their messages and send them here.</summary>
internal sealed record Registrar(string Host, int Port);

/// <summary>A SIP account on the phone. <paramref name="Line"/> counts from 1.</summary>
/// <param name="Expires">How long a registration is asked for, in seconds.</param>
internal sealed record PhoneAccount(int Line, string Label, string DisplayName, string User, string Domain, string Password, int Expires = 3600)
{
    public override string ToString() => $"{User}@{Domain}";
}

internal enum PhoneKeyKind
{
    Blank,
    Line,
    SpeedDial,
}

/// <summary>A key beside the display. <paramref name="Position"/> counts from 1.</summary>
internal sealed record PhoneKey(int Position, PhoneKeyKind Kind, int Line = 0, string Value = "", string Label = "");

internal enum Codec
{
    G722,
    Pcma,
    Pcmu,
    G729,
}
