using System.Diagnostics;
using Portal.Sip.Fuzz;

// fuzz <folders of messages, separated by colons> [parser messages] [server messages] [seed]
var corpus = args[0].Split(Path.PathSeparator)
    .SelectMany(folder => Directory.GetFiles(folder, "*.dat", SearchOption.AllDirectories)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToArray();
var parserCount = args.Length > 1 ? long.Parse(args[1]) : 10_000_000;
var serverCount = args.Length > 2 ? long.Parse(args[2]) : 1_000_000;
var seed = args.Length > 3 ? int.Parse(args[3]) : Environment.TickCount;
Console.WriteLine($"{corpus.Length} messages to break, seed {seed}");

var watch = Stopwatch.StartNew();
var threads = Environment.ProcessorCount;
var taken = 0L;
Parallel.For(0, threads, thread => Interlocked.Add(ref taken, ParserRun.Run(new Mutator(corpus, seed + thread), parserCount / threads)));
Console.WriteLine($"Parser: {parserCount:N0} messages in {watch.Elapsed.TotalSeconds:N0} s, {taken:N0} taken, no exception");

watch.Restart();
var outcome = await ServerRun.RunAsync(new Mutator(corpus, seed + 1000), serverCount);
Console.WriteLine($"Server: {outcome.Sent:N0} messages in {watch.Elapsed.TotalSeconds:N0} s, alive {outcome.Answered:N0} times, {outcome.Streams:N0} connections, {outcome.Errors} errors logged, "
    + $"memory {outcome.MemoryBefore / 1024:N0} KiB at half time and {outcome.MemoryAfter / 1024:N0} KiB after");
if (outcome.FirstError is { } first) Console.WriteLine(first);
return outcome.Errors == 0 ? 0 : 1;
