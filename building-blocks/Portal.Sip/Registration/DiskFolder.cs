using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Portal.Sip.Registration;

/// <summary>A rename is on the disk only when the folder is.</summary>
internal static class DiskFolder
{
    private const int NotSupported = 22; // EINVAL: a file system that does not know it

    internal static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows()) return; // renames there go through a log
        var handle = open(folder, 0);
        if (handle < 0) throw Failure(folder);
        try
        {
            if (fsync(handle) != 0 && Marshal.GetLastPInvokeError() != NotSupported) throw Failure(folder);
        }
        finally
        {
            _ = close(handle);
        }
    }

    private static IOException Failure(string folder)
    {
        var error = new Win32Exception(Marshal.GetLastPInvokeError());
        return new IOException($"The folder '{folder}' could not be written to the disk: {error.Message}", error);
    }

    [DllImport("libc", SetLastError = true, CharSet = CharSet.Ansi)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int fsync(int handle);

    [DllImport("libc")]
    private static extern int close(int handle);
}
