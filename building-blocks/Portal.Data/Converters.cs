using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Portal.Modularity;

namespace Portal.Data;

internal sealed class IdConverter<TId>() : ValueConverter<TId, Guid>(id => id.Value, value => From(value))
    where TId : struct, IId<TId>
{
    // An expression tree cannot call a static interface member itself.
    private static TId From(Guid value) => TId.From(value);
}

/// <summary>Microseconds since 1970 in UTC: sorts, compares and survives a round trip as PostgreSQL's timestamptz does.</summary>
internal sealed class MomentConverter() : ValueConverter<DateTimeOffset, long>(
    moment => (moment.UtcTicks - DateTime.UnixEpoch.Ticks) / 10,
    stored => new DateTimeOffset(DateTime.UnixEpoch.Ticks + (stored * 10), TimeSpan.Zero));

/// <summary>Npgsql takes only UTC into timestamptz.</summary>
internal sealed class UtcConverter() : ValueConverter<DateTimeOffset, DateTimeOffset>(moment => moment.ToUniversalTime(), stored => stored);

/// <summary>The typed ids an assembly can use: its own and those of what it references.</summary>
internal static class TypedIds
{
    private static readonly ConcurrentDictionary<Assembly, Type[]> Known = new();

    public static Type[] KnownTo(Assembly assembly) => Known.GetOrAdd(assembly, static a =>
        [.. a.GetReferencedAssemblies()
            .Where(n => n.Name!.StartsWith("Portal.", StringComparison.Ordinal))
            .Select(n => System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(a)!.LoadFromAssemblyName(n))
            .Append(a)
            .Append(typeof(CompanyId).Assembly)
            .Distinct()
            .SelectMany(x => x.GetTypes())
            .Where(t => t.IsValueType && !t.IsGenericTypeDefinition && t.GetInterfaces().Any(IsId))]);

    private static bool IsId(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IId<>);
}
