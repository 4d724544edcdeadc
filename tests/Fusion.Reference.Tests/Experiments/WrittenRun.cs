using System.Text.Json;
using System.Text.Json.Nodes;
using Fusion.Reference.Experiments;
using Fusion.Reference.Training;

namespace Fusion.Reference.Tests.Experiments;

/// <summary>A finished run whose scores are given.</summary>
internal static class WrittenRun
{
    public static void Write(string output, string model, int seed, int session, double accuracy, string predicted, double validation = 0)
    {
        var run = RunFolder.In(output, IemocapExperiment.Name, model, seed, $"session-{session}");
        run.Open(new JsonObject { ["model"] = model, ["seed"] = seed, ["testSession"] = session }, resume: false);
        var scores = new RunScores(model, seed, false, 10, 3, 2, new Dictionary<string, int>(), new Dictionary<string, double> { [RunScores.MacroF1] = validation },
            new Dictionary<string, double> { [RunScores.Accuracy] = accuracy, [RunScores.MacroF1] = accuracy });
        File.WriteAllText(run.ScoresFile, JsonSerializer.Serialize(scores, RunJson.Indented));
        File.WriteAllText(run.EnvironmentFile, JsonSerializer.Serialize(new RunEnvironment("", "full", "cpu", 1, 1, 1, "", "", ""), RunJson.Indented));
        File.WriteAllText(run.LatentsFile, "label\tencoded_x\tencoded_y\tfused_x\tfused_y\n");
        File.WriteAllText(run.PredictionsFile, string.Concat(predicted
            .Select((letter, index) => $"u{session}{index}\td{session}{index / 2}\t{(index % 2 == 0 ? "angry" : "happy")}\t{(letter == 'a' ? "angry" : "happy")}\n").Prepend("utt_id\tdialog\tlabel\tpredicted\n")));
    }
}
