namespace Portal.Data.Files;

/// <summary>
/// Files people give to the portal, pictures for example, under the data folder. Names are the portal's own: lower-case letters,
/// digits, dots, dashes and slashes between folders; what somebody typed is never a name.
/// </summary>
public interface IFileStore
{
    /// <summary>Writes a file whole or not at all; one of the same name is replaced.</summary>
    /// <exception cref="ArgumentException">The name could lead outside the folder.</exception>
    Task WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken ct);

    /// <summary>The file's content; null when there is none.</summary>
    Stream? OpenRead(string name);

    /// <summary>Removes a file; removing what is not there is done.</summary>
    void Remove(string name);
}
