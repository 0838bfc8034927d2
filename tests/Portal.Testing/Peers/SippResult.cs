using System.Globalization;

namespace Portal.Testing.Peers;

/// <summary>What sipp counted.</summary>
/// <param name="Successful">Calls that went through the whole scenario.</param>
/// <param name="Failed">Calls that did not: unexpected message, timeout, refusal.</param>
/// <param name="Retransmissions">Requests and answers sent again.</param>
/// <param name="Unexpected">Failures by a message the scenario did not expect, part of <see cref="Failed"/>.</param>
/// <param name="Elapsed">From the first call's start to the last one's end.</param>
/// <param name="Errors">sipp's error log: each unexpected message in full.</param>
/// <param name="Output">Its final screen.</param>
public sealed record SippResult(int Successful, int Failed, int Retransmissions, int Unexpected, TimeSpan Elapsed, string Errors, string Output)
{
    internal static SippResult Read(string statistics, string errors, string output)
    {
        var lines = statistics.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length < 2)
        {
            throw new InvalidOperationException($"sipp wrote no statistics.\n{errors}\n{output}");
        }
        var values = lines[0].Split(';').Zip(lines[^1].Split(';')).Where(pair => pair.First.Length > 0).ToDictionary(pair => pair.First, pair => pair.Second);
        int Count(string name) => int.Parse(values[name], CultureInfo.InvariantCulture);
        // "2026-11-21<tab>03:19:30.687050<tab>1795231170.687050"
        double Moment(string name) => double.Parse(values[name].Split('\t')[^1], CultureInfo.InvariantCulture);
        return new SippResult(Count("SuccessfulCall(C)"), Count("FailedCall(C)"), Count("Retransmissions(C)"), Count("FailedUnexpectedMessage(C)"),
            TimeSpan.FromSeconds(Moment("CurrentTime") - Moment("StartTime")), errors, output);
    }

    public override string ToString() =>
        $"{Successful} successful, {Failed} failed, {Retransmissions} retransmissions in {Elapsed.TotalSeconds:0.0} s\n{Errors}";
}
