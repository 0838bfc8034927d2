using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data.Core;

namespace Portal.Data.Outbox;

/// <summary>Where a handler puts what must be sent once its change is committed: mail, a SIP NOTIFY, a webhook.</summary>
public interface IOutbox
{
    /// <summary>Adds a message to the current transaction; it must be serialisable as JSON and hold no secret.</summary>
    Task AddAsync<T>(T message, CancellationToken ct) where T : class;
}

/// <summary>Sends messages of one type. Throwing means "not sent": it is tried again with growing pauses, up to a day.</summary>
public interface IOutboxHandler<in T> where T : class
{
    Task SendAsync(T message, CancellationToken ct);
}

public static class OutboxRegistration
{
    public static IServiceCollection AddOutboxHandler<T, THandler>(this IServiceCollection services)
        where T : class where THandler : class, IOutboxHandler<T>
    {
        services.AddTransient<THandler>();
        services.AddSingleton(new OutboxRoute(typeof(T).FullName!, (provider, json, ct) =>
            provider.GetRequiredService<THandler>().SendAsync(JsonSerializer.Deserialize<T>(json)!, ct)));
        return services;
    }
}

internal sealed record OutboxRoute(string Kind, Func<IServiceProvider, string, CancellationToken, Task> Send);

internal sealed class OutboxWriter(CoreDb db, UnitOfWork unit, OutboxSignal signal) : IOutbox
{
    public async Task AddAsync<T>(T message, CancellationToken ct) where T : class
    {
        var now = unit.Clock.GetUtcNow();
        db.Outbox.Add(new OutboxMessage
        {
            Kind = typeof(T).FullName!,
            Payload = JsonSerializer.Serialize(message),
            CreatedAt = now,
            DueAt = now,
        });
        await db.SaveChangesAsync(ct);
        unit.AfterCommit(_ =>
        {
            signal.Raise();
            return Task.CompletedTask;
        });
    }
}
