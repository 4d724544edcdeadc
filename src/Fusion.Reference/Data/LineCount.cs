namespace Fusion.Reference.Data;

/// <summary>Holds files whose lines belong together to one number of lines: that of the first.</summary>
internal sealed class LineCount
{
    private string? _first;
    private int _count;

    /// <summary>Checks a file's number of lines; the first file given sets it.</summary>
    public void Check(string path, int lines)
    {
        if (_first is null)
            (_first, _count) = (path, lines > 0 ? lines : throw new DataFormatException(path, 1, "expected at least one line, found an empty file"));
        else if (lines != _count)
            throw new DataFormatException(path, Math.Min(lines, _count) + 1L, $"expected {_count} lines, as many as {_first} has, found {lines}");
    }
}
