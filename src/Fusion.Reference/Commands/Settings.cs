using System.CommandLine;
using Fusion.Reference.Metrics;

namespace Fusion.Reference.Commands;

/// <summary>Settings that come from the command line.</summary>
internal static class Settings
{
    /// <summary>Makes a refusal of settings, which is an error of the program elsewhere, the user's, and names the option.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="validate">Throws where settings make no sense.</param>
    /// <param name="options">Where the settings come from.</param>
    public static void Check(ParseResult parsed, Action validate, params IReadOnlyList<(string Setting, Option Option)> options)
    {
        try
        {
            validate();
        }
        catch (InvalidSettingException error)
        {
            var option = options.Single(each => each.Setting == error.Setting).Option;
            var given = parsed.GetResult(option)?.Tokens.Select(token => $" {token.Value}");
            throw new UserErrorException($"{option.Name}{string.Concat(given ?? [])}: {error.Reason}", error);
        }
    }
}
