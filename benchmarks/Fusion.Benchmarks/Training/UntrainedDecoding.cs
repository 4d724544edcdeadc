using Fusion.Reference.Models.Translation;
using TorchSharp;

namespace Fusion.Benchmarks.Training;

/// <summary>A translator with the recipe of Multi30K that was never trained, on generated lines.</summary>
/// <remarks>Untrained weights end no line, so every line runs to its longest: the work is the same whatever the words.</remarks>
internal static class UntrainedDecoding
{
    private const int Lines = 50;
    private const int MostWords = 16;

    private static readonly BeamOptions Options = TranslatorProblem.Recipe.ToBeamOptions() with { MaxLength = MostWords };

    public static DecodingCase Case => new($"translator/text/batch-{Lines}/beam-{Options.Beam}", quick: true, device =>
    {
        var model = TranslatorProblem.Translator(dropout: 0).to(device);
        model.eval();
        var lines = TranslatorProblem.Sources(Lines);
        return new DecodingProblem(model, [new TranslationInput(PaddedLines.Tokens(lines), PaddedLines.Lengths(lines))], Options);
    });
}
