namespace Portal.Data.Files;

/// <summary>Files in <c>files</c> under <c>Data:Path</c>.</summary>
internal sealed class FolderStore(DataOptions options) : IFileStore
{
    private readonly string _root = Path.Combine(options.Path, "files");

    public async Task WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var half = path + "." + Guid.NewGuid().ToString("n") + ".part";
        try
        {
            await using (var file = new FileStream(half, FileMode.CreateNew, FileAccess.Write))
            {
                await file.WriteAsync(content, ct);
            }

            File.Move(half, path, overwrite: true);
        }
        finally
        {
            File.Delete(half);
        }
    }

    public Stream? OpenRead(string name)
    {
        try
        {
            return new FileStream(PathOf(name), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public void Remove(string name)
    {
        var path = PathOf(name);
        if (File.Exists(path))
        {
            File.Delete(path);
        }
    }

    private string PathOf(string name) =>
        name.Length is > 0 and <= 200 && name.Split('/').All(p => p.Length > 0 && p[0] != '.' && p.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-'))
            ? Path.Combine(_root, name)
            : throw new ArgumentException("Not a name of a stored file.", nameof(name));
}
