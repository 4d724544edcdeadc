using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fusion.Layers.Interop;
using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Iemocap;
using Fusion.Reference.Text;
using Fusion.Reference.Training;

namespace Fusion.Reference.Experiments;

/// <summary>What turns utterances into the numbers that a model reads, fitted to its training rows: inputs.json, beside the weights.</summary>
/// <param name="Vocabulary">The words.</param>
/// <param name="Audio">Standardises the features of <see cref="IemocapCorpus.AudioColumns"/>.</param>
/// <param name="FrameFeatures">Width of the cepstral frames that the model reads; null where it reads none.</param>
internal sealed record IemocapInputs(Vocabulary Vocabulary, Standardizer Audio, int? FrameFeatures)
{
    private const string VocabularyKey = "vocabulary";
    private const string AudioKey = "audio";
    private const string FramesKey = "frameFeatures";

    /// <summary>Writes the file whole.</summary>
    public void Save(string path)
    {
        var file = new JsonObject { [VocabularyKey] = JsonNode.Parse(Vocabulary.ToJson()), [AudioKey] = JsonNode.Parse(Audio.ToJson()), [FramesKey] = FrameFeatures };
        AtomicFile.WriteText(path, file.ToJsonString(RunJson.Line) + "\n");
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static IemocapInputs Load(string path)
    {
        using var file = Parse(path);
        var audio = Standardizer.FromJson(Part(AudioKey), path);
        if (audio.Width != IemocapCorpus.AudioColumns.Count)
            throw new DataFormatException(path, null, $"expected {IemocapCorpus.AudioColumns.Count} columns in '{AudioKey}', found {audio.Width}");
        return new IemocapInputs(Vocabulary.FromJson(Part(VocabularyKey), path), audio, Frames(Part(FramesKey)));

        string Part(string key) => file.RootElement.TryGetProperty(key, out var part) ? part.GetRawText() : throw new DataFormatException(path, null, $"expected '{key}', found none");

        int? Frames(string text) => text == "null" ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var width) && width > 0 ? width
            : throw new DataFormatException(path, null, $"expected '{FramesKey}' to be a number above 0 or null, found {text}");
    }

    private static JsonDocument Parse(string path)
    {
        try
        {
            var document = JsonDocument.Parse(string.Join('\n', TextLines.Read(path)), new JsonDocumentOptions { AllowDuplicateProperties = false });
            return document.RootElement.ValueKind == JsonValueKind.Object ? document
                : throw new DataFormatException(path, null, $"expected a JSON object, found {document.RootElement.ValueKind}");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new DataFormatException(path, (error as JsonException)?.LineNumber + 1, $"expected a JSON object, found: {error.Message}");
        }
    }
}
