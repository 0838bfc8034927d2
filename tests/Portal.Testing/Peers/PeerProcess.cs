using System.Diagnostics;
using System.Text;

namespace Portal.Testing.Peers;

/// <summary>
/// A program started by a test. It dies with the test run, however that ends: a shell in between waits on a pipe that only this
/// process holds, and when the pipe closes it kills the program with all it started (and deletes the folder given to it).
/// </summary>
public sealed class PeerProcess : IAsyncDisposable
{
    private const string Leash = """
        folder=$1; shift
        exec 3<&0
        setsid "$@" </dev/null & child=$!
        ( read -r _ <&3; kill -9 -$child || kill -9 $child ) >/dev/null 2>&1 & watch=$!
        wait $child; code=$?
        kill $watch 2>/dev/null
        if [ -n "$folder" ]; then rm -rf "$folder"; fi
        exit $code
        """;

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly string name;

    private PeerProcess(Process process, string name) => (this.process, this.name) = (process, name);

    /// <summary>Starts a program in a working folder.</summary>
    /// <param name="program">Full path or name of the program.</param>
    /// <param name="arguments">Its arguments, each passed as it is.</param>
    /// <param name="folder">Its working folder.</param>
    /// <param name="deleteAtEnd">A folder to delete when the program has ended, even when the test run was killed.</param>
    public static PeerProcess Start(string program, IEnumerable<string> arguments, string folder, string? deleteAtEnd = null)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Leash, "leash", deleteAtEnd ?? "", program, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var started = new PeerProcess(new Process { StartInfo = start }, Path.GetFileName(program));
        started.process.OutputDataReceived += started.Keep;
        started.process.ErrorDataReceived += started.Keep;
        started.process.Start();
        started.process.BeginOutputReadLine();
        started.process.BeginErrorReadLine();
        return started;
    }

    /// <summary>What the program has printed so far, standard output and error together.</summary>
    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    /// <summary>True once the program has ended.</summary>
    public bool HasExited => process.HasExited;

    /// <summary>Waits for the program's own end and returns its exit code; at the deadline it is killed and <see cref="TimeoutException"/> thrown.</summary>
    public async Task<int> ExitAsync(TimeSpan deadline)
    {
        using var limit = new CancellationTokenSource(deadline);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            await DisposeAsync();
            throw new TimeoutException($"{name} has not ended within {deadline.TotalSeconds:0.#} s.\n{Output}");
        }
        return process.ExitCode;
    }

    /// <summary>Kills the program if it still runs, and waits until it is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync();
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (output)
        {
            output.AppendLine(line.Data);
        }
    }
}
