using Microsoft.Extensions.Logging;

namespace Portal.Extensions.Tests;

/// <summary>What went wrong inside the portal, in the test's own output.</summary>
internal sealed class TestLog : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            (TestContext.Current.TestOutputHelper is { } output ? output.WriteLine : (Action<string>)Console.Error.WriteLine)($"{formatter(state, exception)} {exception}");
        }
    }

    public void Dispose()
    {
    }
}
