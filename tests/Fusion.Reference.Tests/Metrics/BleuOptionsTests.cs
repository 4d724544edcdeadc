using Fusion.Reference.Metrics;
using Xunit;

namespace Fusion.Reference.Tests.Metrics;

public sealed class BleuOptionsTests
{
    [Fact]
    public void The_signature_says_all_that_changes_a_score()
    {
        var version = BleuOptions.ProgramVersion;
        Assert.Equal($"sacrebleu|nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:{version}", new BleuOptions().Signature(1));
        Assert.Equal(
            $"sacrebleu|nrefs:3|case:lc|eff:yes|tok:intl|smooth:floor[0.10]|order:2|version:{version}",
            new BleuOptions { Lowercase = true, EffectiveOrder = true, Tokenizer = BleuTokenizer.International, Smoothing = BleuSmoothing.Floor, MaxOrder = 2 }.Signature(3));
        Assert.Equal($"multi-bleu|nrefs:1|case:mixed|eff:no|tok:none|smooth:none|version:{version}", new BleuOptions { Variant = BleuVariant.MultiBleu }.Signature(1));
        Assert.Matches(@"^fusion-reference-\d+\.\d+\.\d+$", version);
    }

    [Fact]
    public void Settings_that_do_not_go_together_are_refused()
    {
        Refused(new() { Variant = BleuVariant.MultiBleu, Smoothing = BleuSmoothing.Exp }, "Smoothing Exp: multi-bleu has no smoothing");
        Refused(new() { Variant = BleuVariant.Coco, Smoothing = BleuSmoothing.AddK }, "Smoothing AddK: coco has no smoothing");
        Refused(new() { Variant = BleuVariant.Nltk, EffectiveOrder = true }, "EffectiveOrder True: nltk has no effective order");
        Refused(new() { SmoothingValue = 1 }, "SmoothingValue 1: only the smoothings floor and add-k take a value");
        Refused(new() { Smoothing = BleuSmoothing.Floor, SmoothingValue = -0.5 }, "SmoothingValue -0.5: expected 0 or more");
        Refused(new() { Smoothing = BleuSmoothing.AddK, SmoothingValue = double.NaN }, "SmoothingValue NaN: expected 0 or more");
        Assert.Throws<ArgumentOutOfRangeException>(new BleuOptions { MaxOrder = 0 }.Validate);
    }

    private static void Refused(BleuOptions options, string message) => Assert.Equal(message, Assert.Throws<InvalidSettingException>(options.Validate).Message);
}
