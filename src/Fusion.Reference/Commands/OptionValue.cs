using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Fusion.Reference.Commands;

/// <summary>Reads the values of options and arguments. What does not fit is refused in one form of words: the option, what was found, what was expected.</summary>
internal static class OptionValue
{
    /// <summary>A whole number.</summary>
    /// <param name="least">The smallest that is accepted.</param>
    public static Func<ArgumentResult, T?> WholeNumber<T>(T least)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T> => result =>
    {
        var text = Text(result);
        // Parsed wider than it is stored, so that a number out of range is not called no number.
        if (!BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return Refuse<T?>(result, text, "a whole number");
        if (number < BigInteger.CreateChecked(least))
            return Refuse<T?>(result, text, $"at least {least}");
        return number > BigInteger.CreateChecked(T.MaxValue) ? Refuse<T?>(result, text, $"at most {T.MaxValue}") : T.CreateChecked(number);
    };

    /// <summary>A number with or without decimals.</summary>
    public static double? Number(ArgumentResult result) =>
        double.TryParse(Text(result), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
            : Refuse<double?>(result, Text(result), "a number with a decimal point");

    /// <summary>A file, or none yet: not a folder.</summary>
    public static string File(ArgumentResult result) => File(result, Text(result));

    /// <summary>Several of those.</summary>
    public static string[] Files(ArgumentResult result) => [.. result.Tokens.Select(token => File(result, token.Value))];

    /// <summary>A folder, or none yet: neither a file nor a place below one.</summary>
    public static string Folder(ArgumentResult result)
    {
        var path = Text(result);
        if (path.Length == 0)
            return Refuse<string>(result, path, "a folder");
        for (var part = path; !string.IsNullOrEmpty(part); part = Path.GetDirectoryName(part))
            if (System.IO.File.Exists(part))
                return Refuse<string>(result, path, part == path ? "a folder, found a file" : $"a folder, found the file {part}");
        return path;
    }

    /// <summary>Texts of the form Key=value.</summary>
    public static string[] KeyValues(ArgumentResult result)
    {
        string[] texts = [.. result.Tokens.Select(token => token.Value)];
        // The option takes all that follows it up to the next one.
        return texts.FirstOrDefault(text => !text.Contains('=', StringComparison.Ordinal)) is { } other
            ? Refuse<string[]>(result, other, "Key=value; the name of an experiment goes before the options") : texts;
    }

    /// <summary>Adds an error; the value returned is never used.</summary>
    public static T Refuse<T>(ArgumentResult result, string found, string expected)
    {
        result.AddError($"{(result.Parent is OptionResult { Option.Name: var name } ? $"{name} " : "")}{(found.Length == 0 ? "''" : found)}: expected {expected}.");
        return default!;
    }

    /// <summary>The text of an option that takes one value.</summary>
    public static string Text(ArgumentResult result) => result.Tokens[0].Value;

    private static string File(ArgumentResult result, string path) =>
        path.Length == 0 ? Refuse<string>(result, path, "a file") : Directory.Exists(path) ? Refuse<string>(result, path, "a file, found a folder") : path;
}
