using System.Globalization;

namespace Fusion.Reference.Commands;

/// <summary>Progress as lines of text: at most one report per interval, but always the last of a piece of work.</summary>
/// <param name="output">Where the lines go.</param>
/// <param name="time">The clock.</param>
/// <param name="interval">Least time between two reports.</param>
internal sealed class PlainProgress(TextWriter output, TimeProvider time, TimeSpan interval) : ProgressReporter
{
    private readonly Stack<Piece> _pieces = [];
    private long _lastReport;

    public override void Start(string title, int totalUnits)
    {
        Write(title);
        _lastReport = time.GetTimestamp();
        _pieces.Push(new(title, totalUnits, _lastReport));
    }

    public override void Report(int doneUnits, string status)
    {
        var piece = _pieces.Peek();
        var now = time.GetTimestamp();
        if (doneUnits < piece.Total && time.GetElapsedTime(_lastReport, now) < interval)
            return;
        _lastReport = now;
        Write(string.Create(CultureInfo.InvariantCulture, $"{piece.Title}: {doneUnits}/{piece.Total}{Left(piece, doneUnits, now)}  {status}"));
    }

    public override void Line(string message) => Write(message);

    public override void Done() => _pieces.Pop();

    public override void Dispose() => output.Flush();

    private void Write(string line) => output.WriteLine(new string(' ', 2 * _pieces.Count) + line);

    private string Left(Piece piece, int doneUnits, long now)
    {
        if (doneUnits <= 0 || doneUnits >= piece.Total)
            return "";
        var left = time.GetElapsedTime(piece.Started, now) * ((piece.Total - doneUnits) / (double)doneUnits);
        var text = left switch
        {
            { TotalSeconds: < 90 } => $"{left.TotalSeconds:0} s",
            { TotalMinutes: < 90 } => $"{left.TotalMinutes:0} min",
            _ => $"{left.TotalHours:0.0} h",
        };
        return $" ({text} left)";
    }

    private sealed record Piece(string Title, int Total, long Started);
}
