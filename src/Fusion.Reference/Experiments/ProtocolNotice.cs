using Fusion.Reference.Data.Iemocap;
using Fusion.Reference.Reports;

namespace Fusion.Reference.Experiments;

/// <summary>What a reader has to know of the protocol before the first figure, and beside it.</summary>
internal static class ProtocolNotice
{
    /// <summary>Key of <see cref="RunScores.Rows"/>: utterances in both training and test.</summary>
    public const string SharedUtterances = "sharedUtterances";

    /// <summary>Key of <see cref="RunScores.Rows"/>: test rows whose utterance is trained on too.</summary>
    public const string SharedTestRows = "sharedTestRows";

    /// <summary>At the top of the report; nothing where whole sessions are held out and the classes are the usual four.</summary>
    public static void Add(ReportBuilder report, IemocapResults results)
    {
        var warnings = Warnings(results);
        if (warnings.Count == 0)
            return;
        report.Section("What is wrong with these figures");
        report.Note(warnings[0], NoteKind.Warning);
        report.List([.. warnings.Skip(1)]);
        if (results.Task.Protocol == Protocol.Authors)
            report.Definitions(WhatIsReproduced);
    }

    /// <summary>The same in short sentences, the gravest first.</summary>
    public static IReadOnlyList<string> Warnings(IemocapResults results)
    {
        var (protocol, classes) = results.Task;
        return protocol switch
        {
            Protocol.Authors => OfAuthors(results.All.First().Scores.Rows),
            Protocol.RandomUtterance => [.. OfRandom, .. OfClasses(classes)],
            _ => OfClasses(classes),
        };
    }

    /// <summary>Which part of the corpus the scores are for.</summary>
    public static string TestPart(Protocol protocol) => protocol switch
    {
        Protocol.Authors => "on the test list of the first author's earlier project, which shares utterances with training: comparable with nothing",
        Protocol.RandomUtterance => "on a random tenth of the utterances, whose speakers and dialogues are in training too",
        _ => "on the held-out session",
    };

    /// <summary>How the epoch was chosen.</summary>
    public static string Selection(Protocol protocol) => protocol == Protocol.Authors
        ? "The test rows themselves choose the epoch, as in the authors' code, so every test score is the best of its epochs."
        : "Each run scores the test rows once, after that choice.";

    private static IReadOnlyList<string> OfAuthors(IReadOnlyDictionary<string, int> rows)
    {
        var (shared, repeated, test) = (rows[SharedUtterances], rows[SharedTestRows], rows["test"]);
        return
        [
            FormattableString.Invariant($"Protocol=Authors: these numbers are not comparable with anything, neither with other protocols of this program nor with other papers. {shared} utterances are in both training and test."),
            FormattableString.Invariant($"{repeated} of the {test} test rows ({100.0 * repeated / test:0} %) are copies of rows that were trained on: rare classes were repeated before the split."),
            "Test is used for selection: there is no validation part, and the epoch with the best test score is reported.",
            $"Six classes ({string.Join(", ", ClassScheme.Ser6.Names)}); sad takes in frustrated, and the rows of fear and surprise are few utterances many times over, which lifts the macro averages.",
            "The range of the speech features and the vocabulary are taken from training and test together; speakers, dialogues and the repeated lines of scripted dialogues are on both sides.",
        ];
    }

    private static readonly IReadOnlyList<string> OfRandom =
    [
        "Protocol=RandomUtterance: no utterance is in two parts, but speakers, dialogues and the repeated lines of scripted dialogues are. These numbers overstate what a model does with a new speaker; they are not comparable with Protocol=Session.",
    ];

    private static IReadOnlyList<string> OfClasses(EmotionClasses classes) => classes == EmotionClasses.Standard4 ? [] :
    [
        $"Classes={classes} ({string.Join(", ", ClassScheme.Of(classes).Names)}): not comparable with results on the usual four classes, the paper's fusions among them. Sad takes in frustrated"
        + (classes == EmotionClasses.Ser6 ? "; fear and surprise are rare, so single utterances move the macro averages." : "."),
    ];

    private static readonly IReadOnlyList<(string Term, string Definition)> WhatIsReproduced =
    [
        ("Taken from the authors' programs", "the two lists with their repeated rows, the six classes, test as validation, the range of speech features and the vocabulary from both lists, one order of batches for all epochs"),
        ("Not taken", "their models and settings, which are the recipe's here; batches are put together by length, the last one is kept, and word vectors are pretrained ones instead of vectors trained on both lists"),
    ];
}
