using Portal.Data.Audit;
using Portal.Data.Isolation;
using Portal.Modularity;

namespace Portal.Devices.Domain;

/// <summary>One look of a phone at its configuration: the files it asked for in one go, and what it got.</summary>
[NotAudited]
internal sealed class ProvisioningRun : ICompanyOwned
{
    /// <summary>A phone that pauses for longer begins a new run.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(2);

    private const int MostFiles = 40;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public CompanyId CompanyId { get; init; }

    public DeviceId DeviceId { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset LastAt { get; private set; }

    public string? Address { get; private set; }

    public string? UserAgent { get; private set; }

    /// <summary>The firmware version the phone said it runs; null when it did not say, or only its boot stage asked.</summary>
    public string? Firmware { get; private set; }

    /// <summary>The host name the phone reached us by: part of what its configuration says.</summary>
    public string? Host { get; private set; }

    /// <summary>The entity tag of the account file it has now; null when it did not get one.</summary>
    public string? ConfigurationTag { get; private set; }

    /// <summary>One line a file: name, status, octets.</summary>
    public string Files { get; private set; } = "";

    public void Add(Fetch fetch)
    {
        LastAt = fetch.At;
        Address = fetch.Address ?? Address;
        UserAgent = fetch.UserAgent ?? UserAgent;
        Firmware = fetch.Firmware ?? Firmware;
        Host = fetch.Host;
        ConfigurationTag = fetch.ConfigurationTag ?? ConfigurationTag;
        var lines = Files.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var line = FormattableString.Invariant($"{fetch.Method} {fetch.File} {fetch.Status} {fetch.Octets}");
        Files = string.Join('\n', lines.TakeLast(MostFiles - 1).Append(line));
    }

    public IEnumerable<FetchedFile> Fetched() => Files.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(' '))
        .Select(part => new FetchedFile(part[0], part[1], int.Parse(part[2], System.Globalization.CultureInfo.InvariantCulture),
            long.Parse(part[3], System.Globalization.CultureInfo.InvariantCulture)));
}

/// <summary>A file of a run. <paramref name="Status"/> is the HTTP status.</summary>
internal sealed record FetchedFile(string Method, string Name, int Status, long Octets);

/// <summary>One request of a phone that had proved who it is.</summary>
internal sealed record Fetch(
    DeviceId Device, CompanyId Company, DateTimeOffset At, string Method, string File, int Status, long Octets,
    string? Address, string? UserAgent, string? Firmware, string Host, string? ConfigurationTag);
