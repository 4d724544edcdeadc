using Fusion.Reference.Data.Iemocap;
using Fusion.Reference.Data.Synthetic;
using Xunit;

namespace Fusion.Reference.Tests.Commands;

/// <summary>Models of each kind, trained in a moment on generated data with word vectors, for all tests of a class.</summary>
public sealed class TrainedRuns : IDisposable
{
    private const string Name = "iemocap";

    public const string Models = "lstm-t,lstm-t.random,lstm-s,concat,autofusion,ganfusion,late,mdrea";

    // WordFeatures is not the width of the data's vectors: only the weights tell that.
    private static readonly string[] Settings = ["Epochs=6", "LearningRate=0.02", "TextHidden=8", "AudioHidden=6", "Latent=6", "DiscriminatorHidden=8", "BatchSize=20", "WordFeatures=12", "MaxTokens=9"];

    private readonly TemporaryFolder _folder = new();

    public TrainedRuns()
    {
        SyntheticIemocap.Write(Path.Combine(Data, Name), new SyntheticIemocapOptions { DialogsPerSession = 2, UtterancesPerClass = 2 });
        var run = CommandRun.Of(["reproduce", "iemocap", "--data", Data, "--out", Output, "--models", Models, .. Settings.SelectMany(setting => new[] { "--set", setting })]);
        Assert.Equal(0, run.ExitCode);
        Corpus = IemocapCorpus.Load(Path.Combine(Data, Name));
    }

    public string Data => _folder["data"];

    public string Output => _folder["out"];

    internal IemocapCorpus Corpus { get; }

    /// <summary>The folder of a run.</summary>
    public string Run(string model) => Path.Combine(Output, Name, model, "seed-1");

    /// <summary>A copy of a run outside the output folder, to be damaged.</summary>
    public string Copy(string model, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(Run(model)))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        return to;
    }

    public void Dispose() => _folder.Dispose();
}
