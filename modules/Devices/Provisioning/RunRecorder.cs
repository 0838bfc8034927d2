using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Data.Isolation;
using Portal.Devices.Data;
using Portal.Devices.Domain;
using Portal.Devices.Registrations;

namespace Portal.Devices.Provisioning;

/// <summary>Writes down what phones fetch, behind the answer: a phone never waits for the book-keeping.</summary>
internal sealed class RunRecorder(SystemWork system, RegistrationsTopic pages, ILogger<RunRecorder> log) : BackgroundService
{
    private const int LargestBatch = 100;
    private const int RunsKept = 20;

    private readonly Channel<Fetch> _fetches = Channel.CreateBounded<Fetch>(
        new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public void Add(Fetch fetch) => _fetches.Writer.TryWrite(fetch);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Fetch>();
        try
        {
            while (await _fetches.Reader.WaitToReadAsync(stoppingToken))
            {
                await WriteAsync(batch);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await WriteAsync(batch);
        }
    }

    private async Task WriteAsync(List<Fetch> batch)
    {
        batch.Clear();
        while (batch.Count < LargestBatch && _fetches.Reader.TryRead(out var fetch))
        {
            batch.Add(fetch);
        }

        if (batch.Count == 0)
        {
            return;
        }

        try
        {
            await system.ChangeAsync("provisioning runs", services => RecordAsync(services.GetRequiredService<DevicesDb>(), batch), CancellationToken.None);
            pages.Changed();
        }
        // The phones have their files; that nobody can read about it later is worth an error in the log and no more.
        catch (Exception e)
        {
            log.LogError(e, "{Count} fetches of phones could not be recorded", batch.Count);
        }
    }

    private static async Task RecordAsync(DevicesDb db, List<Fetch> fetches)
    {
        foreach (var device in fetches.GroupBy(f => f.Device))
        {
            var run = await db.Runs.Where(r => r.DeviceId == device.Key).OrderByDescending(r => r.StartedAt).FirstOrDefaultAsync();
            foreach (var fetch in device)
            {
                if (run is null || fetch.At - run.LastAt > ProvisioningRun.Pause)
                {
                    run = new ProvisioningRun { DeviceId = fetch.Device, CompanyId = fetch.Company, StartedAt = fetch.At };
                    db.Runs.Add(run);
                }

                run.Add(fetch);
            }

            var old = await db.Runs.Where(r => r.DeviceId == device.Key).OrderByDescending(r => r.StartedAt).Skip(RunsKept).ToListAsync();
            db.Runs.RemoveRange(old);
        }

        await db.SaveChangesAsync();
    }
}
