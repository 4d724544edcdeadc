using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Translation;
using Fusion.Reference.Experiments.Translation;
using Xunit;

namespace Fusion.Reference.Tests.Experiments.Translation;

public class ChannelOfPartTests
{
    [Fact]
    public void Fitting_reads_lines_again_and_keeps_none()
    {
        using var rows = new AskedRows();

        var standardizer = ChannelOfPart.Fit(new LineChannel(rows, [0, -1, 1, 2]), 4);

        Assert.Equal([0, 1, 2, 0, 1, 2], rows.Asked);
        Assert.Equal([1.0], standardizer.Means);
        Assert.Equal(Math.Sqrt(1.5), standardizer.Scales[0], 1e-12);
    }

    /// <summary>Row r is the number r.</summary>
    private sealed class AskedRows : IFeatureRows
    {
        public List<int> Asked { get; } = [];

        public string File => "rows";

        public int Count => 3;

        public int Width => 1;

        public FeatureKind Kind => FeatureKind.Vector;

        public int Frames(int row) => 1;

        public void Read(int row, Span<float> values)
        {
            Asked.Add(row);
            values[0] = row;
        }

        public void Dispose()
        {
        }
    }
}
