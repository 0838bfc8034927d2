using Portal.Data;

namespace Portal.Mail.Sending;

/// <summary>Where mail goes while no mail server is configured: <c>mail</c> in the data folder, for this account's eyes only.</summary>
internal sealed class MailFolder(DataOptions data)
{
    public string Folder { get; } = Path.Combine(data.Path, "mail");

    public async Task PutAsync(Guid id, string message, CancellationToken ct)
    {
        var file = FileOf(id);
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Folder);
            await File.WriteAllTextAsync(file, message, ct);
            return;
        }

        Directory.CreateDirectory(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await using var stream = new FileStream(file, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        await using var writer = new StreamWriter(stream);
        await writer.WriteAsync(message.AsMemory(), ct);
    }

    public void Remove(Guid id)
    {
        // Deleting in a folder that was never made would fail.
        if (Directory.Exists(Folder))
        {
            File.Delete(FileOf(id));
        }
    }

    private string FileOf(Guid id) => Path.Combine(Folder, id.ToString("N") + ".eml");
}
