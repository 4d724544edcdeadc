using Fusion.Reference.Experiments;
using Fusion.Reference.Reports.Plots;
using Xunit;

namespace Fusion.Reference.Tests.Experiments;

public class AccuracyFigureTests
{
    [Fact]
    public void Its_words_say_what_is_drawn()
    {
        Assert.Equal(("Accuracy as measured here.", "Bars of accuracy in percent as measured here: a 50.0; b 60.0."), Words(new("a", null, 50), new("b", null, 60)));
        Assert.Equal(
            ("Accuracy as printed in the paper and as measured here; lines show one standard deviation over seeds.",
             "Bars of accuracy in percent as printed in the paper and as measured here: A / a 77.8 in the paper, 50.0 here; B 79.2 in the paper; c 60.0."),
            Words(new("A / a", 77.8, 50, 1.5), new("B", 79.2, null), new("c", null, 60)));
    }

    private static (string Caption, string Alt) Words(params ComparisonBar[] bars) => AccuracyFigure.Of("plot", bars, null) is var figure ? (figure.Caption, figure.Alt) : default;
}
