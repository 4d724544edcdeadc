using System.Text.Json.Nodes;

namespace Fusion.Reference.Tests.Audio;

/// <summary>Values written by benchmarks/pytorch/make_audio_goldens.py: signals of a closed formula and what plain Python makes of them.</summary>
internal static class SpeechGolden
{
    /// <summary>The cases of one kind, each a signal and the expected node.</summary>
    public static IEnumerable<(float[] Signal, JsonNode Expected)> Cases(string kind)
    {
        var file = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Audio", "speech.json")))!;
        return file[kind]!.AsArray().Select(node => (Signal(node!), node!["expected"]!));
    }

    private static float[] Signal(JsonNode node) => [.. node["samples"]!.AsArray().Select(sample => (int)sample! / 32768f)];
}
