using System.Diagnostics;
using System.Globalization;

namespace Portal.Sip.Streams;

/// <summary>One end in a process of its own, on a processor of its own where taskset is there to say so.</summary>
internal sealed class Child : IDisposable
{
    private readonly Process _process;

    internal Child(string role, int count, int seconds, bool secure, int processor)
    {
        string[] run = [Environment.ProcessPath!, "end", role, Text(count), Text(seconds), secure ? "srtp" : "rtp"];
        // Started as "dotnet this.dll", the process is dotnet's and the program its first argument.
        if (Path.GetFileNameWithoutExtension(run[0]) == "dotnet") run = [run[0], typeof(Child).Assembly.Location, .. run[1..]];
        if (File.Exists("/usr/bin/taskset")) run = ["/usr/bin/taskset", "-c", Text(processor), .. run];
        else Console.WriteLine("There is no taskset: the processors are shared, and the figures mean little.");
        _process = Process.Start(new ProcessStartInfo(run[0], run[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    internal async Task<string> ReadAsync() => await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("One end has stopped.");

    internal Task TellAsync(string line) => _process.StandardInput.WriteLineAsync(line);

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
