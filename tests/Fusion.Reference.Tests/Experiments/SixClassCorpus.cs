using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Iemocap;

namespace Fusion.Reference.Tests.Experiments;

/// <summary>A prepared folder with all six classes, frustrated utterances beside the sad ones, and the lists of the authors' protocol.</summary>
internal static class SixClassCorpus
{
    /// <summary>Utterances of each emotion in a session.</summary>
    public const int PerSession = 4;

    /// <summary>Utterances that <see cref="Write"/> lists in both files.</summary>
    public const int Shared = 2;

    /// <summary>Times that each of them is in the test list.</summary>
    public const int Copies = 3;

    private static readonly (string Emotion, int Four, int Six)[] Emotions =
        [("ang", 0, 0), ("exc", 1, 1), ("sad", 2, 2), ("fru", -1, 2), ("fea", -1, 3), ("sur", -1, 4), ("neu", 3, 5)];

    public static int Utterances => IemocapCorpus.Sessions * Emotions.Length * PerSession;

    public static void Write(string directory)
    {
        Directory.CreateDirectory(directory);
        var random = new SeededRandom(7);
        var rows = (from session in Enumerable.Range(1, IemocapCorpus.Sessions)
                    from emotion in Emotions
                    from number in Enumerable.Range(0, PerSession)
                    select (Id: $"Ses0{session}F_impro0{number % 2}_{emotion.Emotion}{number}", session, emotion, number)).ToArray();
        var lines = rows.Select(row => $"{row.Id}\t{row.session}\tSes0{row.session}F_impro0{row.number % 2}\t{row.emotion.Four}\t{row.emotion.Six}\t1\t{row.emotion.Emotion} word{random.Below(6)} .");
        File.WriteAllText(Path.Combine(directory, IemocapCorpus.TableFile), string.Join('\n', lines.Prepend("utt_id\tsession\tdialog\tlabel4\tlabel6_sahu\thas_audio8\ttranscript_norm")) + "\n");
        NpyFile.Write(Path.Combine(directory, IemocapCorpus.LabelFile), [.. rows.Select(row => (long)row.emotion.Four)], rows.Length);
        NpyFile.Write(Path.Combine(directory, IemocapCorpus.AudioFile), [.. rows.SelectMany(row => Enumerable.Range(0, 8).Select(column => (float)(row.emotion.Six + random.Normal())))], rows.Length, 8);

        var (test, train) = (rows.Where(row => row.number == 0).ToList(), rows.Where(row => row.number > 0).ToList());
        foreach (var rare in train.Where(row => row.emotion.Six == 3).Take(Shared).ToArray())
            test.AddRange(Enumerable.Repeat(rare, Copies));
        WriteList(directory, AuthorsSplit.TrainFile, train.Select(row => (row.Id, row.emotion.Six)));
        WriteList(directory, AuthorsSplit.TestFile, test.Select(row => (row.Id, row.emotion.Six)));
    }

    public static void WriteList(string directory, string file, IEnumerable<(string Id, int Label)> rows) =>
        File.WriteAllText(Path.Combine(directory, file), string.Concat(rows.Select(row => $"{row.Id}\t{row.Label}\n").Prepend("utt_id\tlabel6_sahu\n")));
}
