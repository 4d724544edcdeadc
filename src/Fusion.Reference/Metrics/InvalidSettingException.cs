namespace Fusion.Reference.Metrics;

/// <summary>A setting that has no meaning, alone or beside the others. It knows which one, so that a command line can name its option.</summary>
/// <param name="setting">Name of the property.</param>
/// <param name="value">What it was.</param>
/// <param name="reason">What was expected.</param>
internal sealed class InvalidSettingException(string setting, object? value, string reason) : ArgumentException(FormattableString.Invariant($"{setting} {value}: {reason}"))
{
    public string Setting => setting;

    public string Reason => reason;
}
