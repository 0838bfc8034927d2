using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Portal.Benchmarks;

// ./dev benchmarks [filter]: what one step of the SIP library costs, without a network. ./dev benchmarks memory: what a registration and a call hold.
if (args is ["memory"])
{
    await MemoryHeld.ReportAsync(Console.Out);
    return;
}

var config = DefaultConfig.Instance
    .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(5).WithIterationCount(10))
    .WithArtifactsPath(Path.Combine("artifacts", "bench", "benchmarks"));
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : ["--filter", .. args], config);
