using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Portal.Data.Sqlite;

/// <summary>
/// EF Core 10 is compiled against SQLitePCLRaw 2.1, and 2.0.6 is what every package source we build from holds. The API it
/// calls is the same, so two redirections are enough: the assembly version, and the native library, for which the system's
/// patched libsqlite3 is preferred to the older one in the package.
/// When SQLitePCLRaw 2.1.13 or later restores: reference Microsoft.EntityFrameworkCore.Sqlite, delete this file and NU1605.
/// </summary>
internal static class SqliteNative
{
    private static readonly Lock Gate = new();
    private static bool _ready;

    public static void Prepare()
    {
        lock (Gate)
        {
            if (_ready)
            {
                return;
            }

            AssemblyLoadContext.Default.Resolving += (context, name) =>
                name.Name == "SQLitePCLRaw.core" ? context.LoadFromAssemblyName(new AssemblyName("SQLitePCLRaw.core")) : null;
            NativeLibrary.SetDllImportResolver(typeof(SQLitePCL.SQLite3Provider_e_sqlite3).Assembly, (name, assembly, paths) =>
                name == "e_sqlite3" && NativeLibrary.TryLoad("libsqlite3.so.0", out var system) ? system
                : NativeLibrary.TryLoad(name, assembly, paths, out var bundled) ? bundled
                : IntPtr.Zero);
            SQLitePCL.Batteries_V2.Init();
            _ready = true;
        }
    }
}
