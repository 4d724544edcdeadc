using Fusion.Reference.Data.Translation;
using Fusion.Reference.Experiments;
using Fusion.Reference.Experiments.Translation;
using Fusion.Reference.Tests.Commands;
using Fusion.Reference.Tests.Data.How2;
using Xunit;

namespace Fusion.Reference.Tests.Experiments.Translation;

public class TranslationRecipeTests
{
    [Theory]
    [InlineData("Beam=0", "--set Beam=0: expected at least 1")]
    [InlineData("LabelSmoothing=1", "--set LabelSmoothing=1: expected at least 0 and below 1")]
    [InlineData("SkipConnection=true", "false with TiedOutput=true")]
    [InlineData("Start=Cell", "--set Start=Cell: expected Bridge unless DecoderHidden equals Latent")]
    [InlineData("Modalities=SV", "a set with text while Attention=true")]
    [InlineData("AttendTo=SV", "--set Modalities=T: expected a set with speech or image while Attention=true")]
    [InlineData("AverageDecay=1", "--set AverageDecay=1: expected at least 0 and below 1")]
    [InlineData("TextDirections=Best", "expected one of Concat, Max, Mean, Sum, AutoFusion")]
    [InlineData("TransformerLayers=0", "--set TransformerLayers=0: expected at least 1")]
    [InlineData("Merges=-1", "--set Merges=-1: expected at least 0")]
    [InlineData("TextState=State", "--set TextState=State: expected one of Hidden, Cell")]
    [InlineData("MergeDropout=-0.1", "--set MergeDropout=-0.1: expected at least 0 and below 1")]
    [InlineData("MergeDropout=1", "--set MergeDropout=1: expected at least 0 and below 1")]
    [InlineData("MergeDropout=NaN", "--set MergeDropout=NaN: expected at least 0 and below 1")]
    [InlineData("Modalities=X", "expected one of T, S, V, ST, VT, SV, SVT")]
    public void What_makes_no_sense_is_named(string setting, string message)
    {
        var error = Assert.Throws<UserErrorException>(() => RecipeSettings.Apply(new TranslationRecipe(), [setting]).Validated());

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whole_words_have_no_merges_to_leave_out()
    {
        var error = Assert.Throws<UserErrorException>(() => RecipeSettings.Apply(new TranslationRecipe(), ["Merges=0", "MergeDropout=0.1"]).Validated());

        Assert.Contains("--set MergeDropout=0.1: expected 0 with Merges=0", error.Message, StringComparison.Ordinal);
        RecipeSettings.Apply(new TranslationRecipe(), ["MergeDropout=0.1"]).Validated();
    }

    [Theory]
    [InlineData("Normalization=Layer")]
    [InlineData("Objective=Hinge")]
    public void Three_stages_need_the_published_game(string game)
    {
        var error = Assert.Throws<UserErrorException>(() => RecipeSettings.Apply(new TranslationRecipe(), [game, "Schedule=ThreeStage"]).Validated());

        Assert.Contains("--set Schedule=ThreeStage: expected with ThreeStage the published game", error.Message, StringComparison.Ordinal);
        RecipeSettings.Apply(new TranslationRecipe(), ["Schedule=ThreeStage"]).Validated();
    }

    [Theory]
    [InlineData("TransformerHeads=3", "--set TransformerHeads=3: expected a divisor of WordFeatures=256 with TextLearner=Transformer")]
    [InlineData("TextDirections=Max", "--set TextDirections=Max: expected Concat with TextLearner=Transformer")]
    public void What_does_not_go_with_a_Transformer_is_named(string setting, string message)
    {
        var error = Assert.Throws<UserErrorException>(() => RecipeSettings.Apply(new TranslationRecipe(), [setting, "TextLearner=Transformer"]).Validated());

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SVT", "ST", true, "text,speech")]
    [InlineData("T", "SVT", true, "text")]
    [InlineData("V", "V", true, "image")]
    [InlineData("SVT", "SVT", false, "")]
    public void A_decoder_attends_to_what_the_model_reads(string reads, string attends, bool attention, string expected) =>
        Assert.Equal(expected, string.Join(',', (new TranslationRecipe() with { Modalities = Enum.Parse<ModalitySet>(reads), AttendTo = Enum.Parse<ModalitySet>(attends), Attention = attention }).Attended()));

    [Fact]
    public void Sets_of_modalities_have_the_papers_letters_and_text_first()
    {
        Assert.Equal("s-v-t", ModalitySet.SVT.Letters());
        Assert.Equal(["text", "speech", "image"], ModalitySet.SVT.Names());
        Assert.All(Enum.GetValues<ModalitySet>(), set => Assert.Equal(set, ModalitySets.Parse(string.Join(',', set.Letters().Split('-').Reverse()))));
        Assert.All(Enum.GetValues<ModalitySet>(), set => Assert.Equal(set.Letters().Split('-').Length, set.Names().Count));
    }

    [Theory]
    [InlineData(false, 10f)]
    [InlineData(true, 5f)]
    public void How2_is_read_as_stored_unless_the_recipe_wants_it_normalised(bool normalize, float expected)
    {
        using var folder = new TemporaryFolder();
        SmallHow2.Write(folder);

        using var corpus = How2Dataset.Dataset.Load(folder.Root, new TranslationRecipe { NormalizeSpeech = normalize });

        Assert.Equal(expected, corpus["val"].Channels[Channels.Speech].Read(0)[0]);
    }

    [Fact]
    public void Only_How2_knows_of_normalised_speech()
    {
        using var folder = new TemporaryFolder();

        Assert.Contains("NormalizeSpeech", new TranslationFactory(How2Dataset.Dataset).Keys);
        foreach (var dataset in new[] { Multi30kDataset.Dataset, MboshiDataset.Dataset })
        {
            Assert.DoesNotContain("NormalizeSpeech", new TranslationFactory(dataset).Keys);
            Assert.Contains("there is no key NormalizeSpeech", CommandRun.Of("reproduce", dataset.Name, "--set", "NormalizeSpeech=true", "--out", folder["out"]).UserError(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_row_of_every_table_has_its_own_name_and_a_sound_recipe()
    {
        foreach (var dataset in new[] { How2Dataset.Dataset, Multi30kDataset.Dataset, MboshiDataset.Dataset })
        {
            Assert.Equal(dataset.Variants.Count, dataset.Variants.Select(variant => variant.Name).Distinct().Count());
            foreach (var profile in Enum.GetValues<Profile>())
            {
                Assert.All(dataset.Variants, variant => variant.Apply(dataset.Recipe(profile)).Validated());
                Assert.NotEmpty(dataset.Named(dataset.Default(profile)));
            }
        }
    }

    [Fact]
    public void The_quick_profile_only_stops_earlier()
    {
        foreach (var dataset in new[] { How2Dataset.Dataset, Multi30kDataset.Dataset, MboshiDataset.Dataset })
        {
            var (quick, full) = (dataset.Recipe(Profile.Quick), dataset.Recipe(Profile.Full));
            Assert.True(quick.Epochs < full.Epochs);
            Assert.Equal(full, quick with { Epochs = full.Epochs });
        }
    }
}
