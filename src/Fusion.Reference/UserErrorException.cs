namespace Fusion.Reference;

/// <summary>What the user asked for cannot be done: shown as one line without a stack trace, exit code 2.</summary>
/// <param name="message">What was found and what was expected.</param>
/// <param name="cause">The error behind it, if any.</param>
internal sealed class UserErrorException(string message, Exception? cause = null) : Exception(message, cause);
