using System.CommandLine;
using System.Text.Json.Nodes;
using Fusion.Reference.Data;
using Fusion.Reference.Data.How2;
using Fusion.Reference.Data.Iemocap;
using Fusion.Reference.Data.Mboshi;
using Fusion.Reference.Data.Mosi;
using Fusion.Reference.Data.Multi30k;

namespace Fusion.Reference.Commands;

/// <summary><c>data check</c>: what a data folder holds and what is wrong with it.</summary>
internal static class DataCheckCommand
{
    // In the order of the docs. A folder that is none of them is taken for IEMOCAP where it looks like it.
    private static readonly DataSet[] DataSets =
    [
        new("iemocap", folder => IemocapRelease.Find(folder) is not null || IemocapCorpus.PreparedFiles.Any(file => File.Exists(Path.Combine(folder, file))), (folder, _) => Check(folder)),
        new("mosi", folder => File.Exists(Path.Combine(folder, MosiCorpus.TableFile)), (folder, _) => CheckMosi(folder)),
        new(Multi30kCorpus.Dataset, Multi30kCorpus.IsIn, CheckMulti30k),
        new(How2Corpus.Dataset, How2Corpus.IsIn, CheckHow2),
        new(MboshiCorpus.Dataset, MboshiCorpus.IsIn, CheckMboshi),
    ];

    private sealed record DataSet(string Name, Func<string, bool> IsIn, Func<string, CancellationToken, JsonObject> Check);

    public static Command Create()
    {
        var directory = new Argument<string>("dir") { Description = $"The folder of one data set, or one that holds several as {string.Join(", ", DataSets.Select(set => set.Name + "/"))}.", CustomParser = OptionValue.Folder };
        var command = new Command("check", "Read a data folder and print what it holds and what is wrong with it.") { directory };
        command.SetAction((result, cancellation) =>
        {
            foreach (var description in CheckAll(result.GetRequiredValue(directory), cancellation))
                DataCommand.Print(result, description);
            return Task.CompletedTask;
        });
        return command;
    }

    // A folder is a data set itself, or holds several by name.
    private static IEnumerable<JsonObject> CheckAll(string directory, CancellationToken cancellation)
    {
        DataSet[] inside = [.. DataSets.Where(set => Directory.Exists(Path.Combine(directory, set.Name)))];
        if (inside.Length > 0)
            return inside.Select(set => set.Check(Path.Combine(directory, set.Name), cancellation));
        return DataSets.FirstOrDefault(set => set.IsIn(directory)) is { } only ? [only.Check(directory, cancellation)]
            : throw new DataFormatException(directory, null, $"expected the folder of a data set ({string.Join(", ", DataSets.Select(set => set.Name))}), or one that holds some by these names, found neither");
    }

    internal static JsonObject CheckMulti30k(string folder, CancellationToken cancellation)
    {
        var description = TranslationCheck.Of(() => Multi30kCorpus.Load(folder), cancellation);
        if (File.Exists(Path.Combine(folder, Multi30kSubset.TableFile)))
            description["subset"] = TranslationCheck.Of(() => Multi30kCorpus.Load(folder, new() { Subset = true }), cancellation)["splits"]!.DeepClone();
        return description;
    }

    internal static JsonObject CheckHow2(string folder, CancellationToken cancellation) => TranslationCheck.Of(() => How2Corpus.Load(folder), cancellation);

    private static JsonObject CheckMboshi(string folder, CancellationToken cancellation) => TranslationCheck.Of(() => MboshiCorpus.Load(folder), cancellation);

    internal static JsonObject CheckMosi(string folder)
    {
        var corpus = MosiCorpus.Load(folder);
        MosiUtterance[] utterances = [.. corpus.Train, .. corpus.Validation, .. corpus.Test];
        return new JsonObject
        {
            ["dataset"] = "mosi",
            ["directory"] = folder,
            ["synthetic"] = corpus.Synthetic,
            ["utterances"] = utterances.Length,
            ["classes"] = Counts(MosiCorpus.ClassNames.Select((name, label) => (name, utterances.Count(utterance => utterance.Label == label)))),
            ["parts"] = Counts([("train", corpus.Train.Count), ("validation", corpus.Validation.Count), ("test", corpus.Test.Count)]),
            ["videos"] = utterances.Select(utterance => utterance.Video).Distinct().Count(),
        };
    }

    internal static JsonObject Check(string folder)
    {
        var description = IemocapCorpus.FindRelease(folder) is { } release
            ? CheckRelease(folder, IemocapRelease.Read(release))
            : CheckPrepared(folder, IemocapCorpus.Load(folder));
        description["vectors"] = IemocapCorpus.LoadVectors(folder) is { } vectors ? new JsonObject { ["words"] = vectors.Count, ["dimension"] = vectors.Dimension } : null;
        return description;
    }

    private static JsonObject CheckPrepared(string folder, IemocapCorpus corpus) =>
        Describe(folder, "prepared", [.. corpus.Utterances.Select(utterance => (utterance.Session, utterance.Label))]);

    // The audio itself is read when it is measured; here the headers say how long it is.
    private static JsonObject CheckRelease(string folder, IemocapRelease release)
    {
        ReleaseUtterance[] usable = [.. release.Utterances.Where(utterance => utterance.Usable)];
        var description = Describe(folder, "release", [.. usable.Where(utterance => utterance.Label >= 0).Select(utterance => (utterance.Session, utterance.Label))]);
        description["withAnyClass"] = usable.Length;
        description["seconds"] = Math.Round(usable.Sum(utterance => utterance.End - utterance.Start), 1);
        description["dialogs"] = usable.Select(utterance => utterance.Dialog).Distinct().Count();
        description["labelled"] = release.Utterances.Count;
        description["emotions"] = Counts(IemocapEmotions.All.Select(emotion => (emotion, release.Utterances.Count(utterance => utterance.Emotion == emotion))));
        description["problems"] = new JsonArray([.. release.Problems.Select(problem => (JsonNode)problem)]);
        return description;
    }

    private static JsonObject Describe(string folder, string layout, (int Session, int Label)[] utterances) => new()
    {
        ["dataset"] = "iemocap",
        ["directory"] = folder,
        ["layout"] = layout,
        ["synthetic"] = IemocapCorpus.IsSynthetic(folder),
        ["utterances"] = utterances.Length,
        ["classes"] = Counts(utterances.CountBy(utterance => utterance.Label).OrderBy(pair => pair.Key).Select(pair => (ClassScheme.Standard4.Names[pair.Key], pair.Value))),
        ["sessions"] = Counts(utterances.CountBy(utterance => utterance.Session).OrderBy(pair => pair.Key).Select(pair => ($"{pair.Key}", pair.Value))),
    };

    private static JsonObject Counts(IEnumerable<(string Name, int Count)> counts)
    {
        var node = new JsonObject();
        foreach (var (name, count) in counts)
            node[name] = count;
        return node;
    }
}
