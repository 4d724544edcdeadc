using Fusion.Layers;
using Fusion.Reference.Models;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Models;

/// <summary>Small models and inputs for the tests of this folder and of the training loop.</summary>
internal static class EmotionModels
{
    public const long Words = 20;
    public const long AudioFeatures = 8;
    public const long FrameFeatures = 3;
    public const long Classes = 4;

    public static TextEncoder Text(TextDirections directions = TextDirections.Concat, double dropout = 0, DropoutNoise? noise = null) =>
        new(Words, features: 6, hidden: 5, forgetBias: 0, directions, dropout, noise ?? new DropoutNoise());

    public static AudioLstm Audio(double dropout = 0, DropoutNoise? noise = null) => new(AudioFeatures, hidden: 7, dropout, noise ?? new DropoutNoise());

    public static Modality[] Modalities => [("text", 10), ("audio", 7)];

    public static FusionClassifier<EmotionInput> Classifier(Func<Modality[], FusionModule> fusion, long seed = 1, double dropout = 0)
    {
        manual_seed(seed);
        var noise = new DropoutNoise();
        return new([("text", Text(dropout: dropout, noise: noise)), ("audio", Audio(dropout, noise))], fusion(Modalities), Classes, dropout, noise);
    }

    /// <summary>A classifier of one modality.</summary>
    public static FusionClassifier<EmotionInput> Classifier(string name, ModalityEncoder<EmotionInput> encoder) =>
        new([(name, encoder)], null, Classes, 0, new DropoutNoise());

    /// <summary>Random sentences of the given lengths, padded with 0, and random audio.</summary>
    public static EmotionInput Input(params long[] lengths)
    {
        var tokens = zeros(lengths.Length, lengths.Max(), ScalarType.Int64);
        for (var row = 0; row < lengths.Length; row++)
            tokens[row].narrow(0, 0, lengths[row]).copy_(randint(1, Words, lengths[row], ScalarType.Int64));
        return new EmotionInput(tokens, tensor(lengths), randn(lengths.Length, AudioFeatures));
    }

    /// <summary>The same input with random cepstral frames of the given lengths, padded with 0.</summary>
    public static EmotionInput WithFrames(EmotionInput input, params long[] lengths)
    {
        var frames = zeros(lengths.Length, lengths.Max(), FrameFeatures);
        for (var row = 0; row < lengths.Length; row++)
            frames[row].narrow(0, 0, lengths[row]).copy_(randn(lengths[row], FrameFeatures));
        return input with { Frames = frames, FrameLengths = tensor(lengths) };
    }

    /// <summary>One row of an input, without padding.</summary>
    public static EmotionInput Row(EmotionInput input, long row) => new(
        input.Tokens[row].narrow(0, 0, input.Lengths[row].item<long>()).unsqueeze(0), input.Lengths.narrow(0, row, 1), input.Audio.narrow(0, row, 1))
    {
        Frames = input.Frames?[row].narrow(0, 0, input.FrameLengths![row].item<long>()).unsqueeze(0),
        FrameLengths = input.FrameLengths?.narrow(0, row, 1),
    };
}
