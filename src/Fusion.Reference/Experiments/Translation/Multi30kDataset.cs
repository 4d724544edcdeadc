using Fusion.Reference.Data;
using Fusion.Reference.Data.Multi30k;
using Fusion.Reference.Data.Synthetic;
using Fusion.Reference.Data.Translation;

namespace Fusion.Reference.Experiments.Translation;

/// <summary>Multi30K: Table 2, and Table 1's rows on the same photographs, since How2 cannot be had.</summary>
internal static class Multi30kDataset
{
    private const string Train = "train";
    private const string Validation = "val";
    private const ulong HeldOutSeed = 3;
    private const int HeldOutLines = 1000;

    /// <summary>The text-only translator on every line.</summary>
    public static readonly ModelStudy<TranslationRecipe> Text = new("text", "Text alone, all training lines", [Rows("all", LineChoice.All).Row(TranslationModels.Seq2Seq, ModalitySet.T)]);

    /// <summary>Table 2 on the lines whose photographs' features are there.</summary>
    public static readonly ModelStudy<TranslationRecipe> Table2 = WithControls("table2", "Table 2: English to French, lines with photographs", Rows("img", LineChoice.WithImages));

    /// <summary>Table 2 at full size, with what people said the images show.</summary>
    public static readonly ModelStudy<TranslationRecipe> Labels = WithControls("labels", "The same at full size, with people's labels of the images", Rows("lab", LineChoice.WithLabels));

    /// <summary>Table 1's rows into Portuguese.</summary>
    public static readonly ModelStudy<TranslationRecipe> Table1 = LikeTable1("table1", "Table 1's rows on Multi30K: English to Portuguese, SYNTHETIC speech", "pt", TargetLanguage.Pt);

    /// <summary>The same into French.</summary>
    public static readonly ModelStudy<TranslationRecipe> Table1French = LikeTable1("table1-fr", "Table 1's rows on Multi30K: English to French, SYNTHETIC speech", "fr", TargetLanguage.Fr);

    public static readonly TranslationDataset Dataset = new(
        Multi30kCorpus.Dataset, "Multi30K", [Text, Table2, Labels, Table1, Table1French], DefaultModels,
        profile => TranslationRows.For(profile, new TranslationRecipe(), TranslationRows.Smoke),
        (folder, _) => Multi30kCorpus.Load(folder), Divide, folder => SyntheticMulti30k.Write(folder, new SyntheticTranslationOptions()))
    {
        Modalities = ModalitySet.VT, TestSets = [.. Multi30kCorpus.SplitNames.Skip(2)], HasSyntheticSpeech = true,
    };

    private static string DefaultModels(Profile profile) => profile switch
    {
        Profile.Smoke => string.Join(',', new[] { (TranslationModels.Seq2Seq, ModalitySet.T), (TranslationModels.Auto, ModalitySet.VT), (TranslationModels.Gan, ModalitySet.VT) }
            .Select(row => TranslationRows.Name("img", row.Item1, row.Item2))),
        Profile.Quick => Table2.Name,
        _ => string.Join(',', Text.Name, Table2.Name, Table1.Name, Labels.Name),
    };

    private static TranslationRows Rows(string prefix, LineChoice lines, TargetLanguage target = TargetLanguage.Fr) => new(prefix, recipe => recipe with { Lines = lines, Target = target });

    private static ModelStudy<TranslationRecipe> WithControls(string name, string title, TranslationRows rows) => new(name, title,
    [
        rows.Row(TranslationModels.Seq2Seq, ModalitySet.T), .. rows.Fusions(ModalitySet.VT),
        .. new[] { TranslationModels.Auto, TranslationModels.Gan }.Select(model => rows.RowWithShuffledImages(model, ModalitySet.VT)),
    ]);

    private static ModelStudy<TranslationRecipe> LikeTable1(string name, string title, string prefix, TargetLanguage target)
    {
        var rows = Rows(prefix, LineChoice.WithImages, target);
        return new(name, title,
        [
            .. new[] { ModalitySet.T, ModalitySet.S, ModalitySet.V }.Select(rows.RowWithoutAttention),
            rows.Row(TranslationModels.Seq2Seq, ModalitySet.T), .. rows.Fusions(ModalitySet.ST, ModalitySet.VT, ModalitySet.SVT),
        ]);
    }

    private static TranslationSplits Divide(ParallelCorpus corpus, TranslationRecipe recipe) => recipe.Lines switch
    {
        LineChoice.WithImages when File.Exists(Path.Combine(corpus.Folder, Multi30kSubset.TableFile)) => Subset(corpus),
        LineChoice.WithImages => new(Having(corpus[Train], Channels.Image), Having(corpus[Validation], Channels.Image),
            [.. Tests(corpus, recipe).Where(split => split.Channels.ContainsKey(Channels.Image)).Select(split => Having(split, Channels.Image))]),
        LineChoice.WithLabels => WithLabels(corpus),
        _ => new(corpus[Train], corpus[Validation], Tests(corpus, recipe)),
    };

    private static ParallelSplit[] Tests(ParallelCorpus corpus, TranslationRecipe recipe) =>
        [.. corpus.Splits.Where(split => split.Name is not (Train or Validation) && split.Languages.ContainsKey(recipe.ToTextOptions().Target))];

    private static TranslationSplits Subset(ParallelCorpus corpus)
    {
        using var sources = new CorpusSources();
        var splits = Multi30kSubset.Read(corpus.Folder, sources).Split(corpus.Splits);
        return new(splits[0], splits[1], [splits[2]]);
    }

    // No test set has labels: some training lines are kept from training instead.
    private static TranslationSplits WithLabels(ParallelCorpus corpus)
    {
        var labelled = Having(corpus[Train], Channels.ImageLabels);
        if (labelled.Count <= HeldOutLines)
            throw new UserErrorException($"{corpus.Folder}: expected more than {HeldOutLines} training lines with labels of their images, found {labelled.Count}");
        int[] order = [.. Enumerable.Range(0, labelled.Count)];
        new SeededRandom(HeldOutSeed).Shuffle<int>(order);
        return new(
            labelled.Select(Train, [.. order[HeldOutLines..].Order()]), Having(corpus[Validation], Channels.ImageLabels),
            [labelled.Select("held_out", [.. order[..HeldOutLines].Order()])]);
    }

    private static ParallelSplit Having(ParallelSplit split, string channel) => split.Channels.TryGetValue(channel, out var features)
        ? split.Select(split.Name, [.. Enumerable.Range(0, split.Count).Where(features.Has)])
        : throw new UserErrorException($"{split.Name}: expected features of the channel {channel}, found {(split.Channels.Count == 0 ? "none" : string.Join(", ", split.Channels.Keys))}");
}
