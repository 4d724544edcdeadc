namespace Fusion.Reference.Data;

/// <summary>A data file is not what was expected: the user's input is at fault, not the program.</summary>
/// <param name="file">File at fault.</param>
/// <param name="line">Line at fault, counted from 1, where the file has lines.</param>
/// <param name="message">What was expected and what was found.</param>
internal sealed class DataFormatException(string file, long? line, string message)
    : Exception(OneLine($"{file}{(line is null ? "" : $":{line}")}: {message}"))
{
    public string File { get; } = file;

    public long? Line { get; } = line;

    // The command line promises one line on stderr, and a hostile file name or cell may hold line breaks.
    private static string OneLine(string text) =>
        string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));
}
