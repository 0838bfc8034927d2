namespace Portal.Modularity;

/// <summary>
/// The portal cannot start, for a reason the person at the terminal can mend. The message is one plain line and is all that
/// is printed; the process then ends with exit code 1.
/// </summary>
public sealed class StartupException(string message, Exception? cause = null) : Exception(message, cause);
