using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Portal.Data.Jobs;

/// <summary>
/// Quartz gives the beat: it asks each job once a minute whether its time has come. What is due is decided by
/// <see cref="JobRunner"/> from the injected clock and the database, which several nodes share.
/// </summary>
internal sealed class JobTimer(JobRunner runner, ILoggerFactory logs) : IHostedService
{
    private static readonly TimeSpan Beat = TimeSpan.FromMinutes(1);
    private ServiceProvider? _services;
    private IScheduler? _scheduler;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (runner.Jobs.Count == 0)
        {
            return;
        }

        // Quartz makes its clock the container's. The portal's clock may be one that a test moves by days, and a beat is real time: so
        // Quartz has a container of its own.
        _services = new ServiceCollection().AddSingleton(logs).AddLogging().AddSingleton(runner)
            .AddQuartz(q => q.UseTimeProvider(TimeProvider.System)).BuildServiceProvider();
        _scheduler = await _services.GetRequiredService<ISchedulerFactory>().GetScheduler(cancellationToken);
        foreach (var job in runner.Jobs)
        {
            var detail = JobBuilder.Create<Beaten>().WithIdentity(job.Name).UsingJobData(Beaten.Name, job.Name).Build();
            var trigger = TriggerBuilder.Create().WithIdentity(job.Name).StartNow()
                .WithSimpleSchedule(s => s.WithInterval(Beat).RepeatForever())
                .Build();
            await _scheduler.ScheduleJob(detail, trigger, cancellationToken: cancellationToken);
        }

        await _scheduler.Start(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_scheduler is not null)
        {
            await _scheduler.Shutdown(true, cancellationToken);
            await _services!.DisposeAsync();
        }
    }

    /// <summary>One job's beat. A run that takes longer than a minute is not started twice.</summary>
    [DisallowConcurrentExecution]
    internal sealed class Beaten(JobRunner runner, ILogger<JobTimer> log) : Quartz.IJob
    {
        public const string Name = "name";

        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
        {
            try
            {
                await runner.RunIfDueAsync(context.MergedJobDataMap.GetString(Name)!, cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // The database is away: the next beat asks again.
                log.LogWarning(e, "Whether a job is due could not be asked");
            }
        }
    }
}
