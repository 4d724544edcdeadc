using Fusion.Reference.Models.Translation;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Models.Translation;

public class BeamSearchTests
{
    private static readonly long[][] Source = [[4, 5, 6], [7], [8, 4], [4, 4, 4, 5, 8]];

    [Fact]
    public void A_beam_of_one_takes_the_likeliest_word_each_time()
    {
        using var scope = NewDisposeScope();
        using var model = Decisive();
        var input = Translators.Input(Source);

        var found = new BeamSearch(model, new BeamOptions(1, MaxLength: 6)).Translate(input);

        for (var line = 0; line < Source.Length; line++)
            Assert.Equal(Greedy(model, Translators.Input(Source[line]), 6), found[line]);
    }

    // Nine words, of which six can stand in a translation of at most three: a beam of all hypotheses is exhaustive.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_beam_that_holds_everything_finds_the_best_of_all(double penalty)
    {
        using var scope = NewDisposeScope();
        using var model = Decisive();

        foreach (var line in Source)
        {
            var input = Translators.Input(line);
            var found = Assert.Single(new BeamSearch(model, new BeamOptions(600, penalty, 3)).Translate(input));
            var best = Translations(2).MaxBy(words => Score(model, input, words, penalty))!;
            Assert.Equal(best, found);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Lines_do_not_depend_on_their_company(int beam)
    {
        using var scope = NewDisposeScope();
        using var model = Decisive();
        var search = new BeamSearch(model, new BeamOptions(beam, MaxLength: 12));

        var together = search.Translate(Translators.Input(Source));

        for (var line = 0; line < Source.Length; line++)
            Assert.Equal(Assert.Single(search.Translate(Translators.Input(Source[line]))), together[line]);
    }

    [Fact]
    public void A_translation_that_does_not_end_is_cut()
    {
        using var scope = NewDisposeScope();
        using var model = Decisive();
        using (no_grad())
            model.get_parameter("decoder.output.bias")![2] = -100f;

        foreach (var words in new BeamSearch(model, new BeamOptions(3, MaxLength: 5)).Translate(Translators.Input(Source)))
            Assert.Equal(5, words.Length);
    }

    [Fact]
    public void Live_tensors_stay_flat()
    {
        using var model = Decisive();
        var search = new BeamSearch(model, new BeamOptions(3, MaxLength: 8));
        long[] counts = [.. Enumerable.Range(0, 4).Select(_ => Live())];

        Assert.Equal(counts[1], counts[3]);

        long Live()
        {
            using (NewDisposeScope())
                _ = search.Translate(Translators.Input(Source));
            return DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        }
    }

    [Fact]
    public void Nothing_is_left_behind_where_the_caller_has_no_scope()
    {
        using var model = Decisive();
        var search = new BeamSearch(model, new BeamOptions(3, MaxLength: 8));
        TranslationInput input;
        using (NewDisposeScope())
        {
            input = Translators.Input(Source);
            foreach (var tensor in new[] { input.Tokens, input.Lengths, input.Image! })
                tensor.DetachFromDisposeScope();
        }

        _ = search.Translate(input);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        _ = search.Translate(input);

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        foreach (var tensor in new[] { input.Tokens, input.Lengths, input.Image! })
            tensor.Dispose();
    }

    // Fresh weights prefer no word to another: larger ones do, and reading no image keeps single lines comparable.
    private static Translator Decisive()
    {
        manual_seed(3);
        var model = Translators.Make();
        using (no_grad())
            foreach (var parameter in model.parameters())
                parameter.mul_(4);
        model.eval();
        return model;
    }

    private static long[] Greedy(Translator model, TranslationInput input, int longest)
    {
        var source = model.Encode(input);
        var (state, words) = (model.Begin(source), new List<long>());
        while (words.Count < longest)
        {
            (state, var logits) = model.Step(tensor(words.Count == 0 ? 1L : words[^1]).unsqueeze(0), state, source.Memory);
            var word = Enumerable.Range(2, Translators.Words - 2).MaxBy(index => logits[0, index].item<float>());
            if (word == 2)
                break;
            words.Add(word);
        }

        return [.. words];
    }

    private static IEnumerable<long[]> Translations(int longest)
    {
        IEnumerable<long[]> last = [[]];
        for (var length = 0; length <= longest; length++)
        {
            foreach (var words in last)
                yield return words;
            last = [.. last.SelectMany(words => Enumerable.Range(3, Translators.Words - 3).Select(word => (long[])[.. words, word]))];
        }
    }

    private static double Score(Translator model, TranslationInput input, long[] words, double penalty)
    {
        var output = model.call(input, Translators.Target(words)).Decoded;
        // Padding and start are no words: the others share their probability.
        var logits = output.Logits().narrow(1, 2, Translators.Words - 2);
        var total = nn.functional.log_softmax(logits, 1).gather(1, (output.Labels - 2).unsqueeze(1)).sum().item<float>();
        return total / Math.Pow(words.Length + 1, penalty);
    }
}
