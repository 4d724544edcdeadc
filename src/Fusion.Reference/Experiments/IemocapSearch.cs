using Fusion.Reference.Models;
using InputNorm = Fusion.Layers.InputNorm;
using Variant = Fusion.Reference.Experiments.ModelVariant<Fusion.Reference.Experiments.IemocapRecipe>;

namespace Fusion.Reference.Experiments;

/// <summary>
/// A search for settings with one budget: every model of Table 3 has the same number of trials, which are its row there and rows that change one thing.
/// Validation alone chooses among them.
/// </summary>
/// <remarks>Four trials are the same for all; the others change what the model has: widths and learners, or the options of its fusion.</remarks>
internal static class IemocapSearch
{
    /// <summary>The trials of each model, its row of Table 3 first.</summary>
    /// <param name="rows">Rows of other tables: a trial that is one of them is that row, so that one run serves both.</param>
    public static IReadOnlyList<SearchedModel> Among(IReadOnlyList<Variant> rows)
    {
        return
        [
            Searched(IemocapModels.Text, Row("lstm-t.max"), Row("lstm-t.mean"), Row("lstm-t.attention"), TextHidden(IemocapModels.Text, 128)),
            Searched(IemocapModels.Speech, Row("lstm-s.mlp"), AudioHidden(25), AudioHidden(100), Batch(IemocapModels.Speech, 50)),
            Searched(IemocapModels.Concat, Max(IemocapModels.Concat), Attention(IemocapModels.Concat), Mlp(IemocapModels.Concat), TextHidden(IemocapModels.Concat, 128)),
            Searched(IemocapModels.ConcatMatched, Latent(IemocapModels.ConcatMatched, 100), Latent(IemocapModels.ConcatMatched, 256), Attention(IemocapModels.ConcatMatched), Mlp(IemocapModels.ConcatMatched)),
            Searched(IemocapModels.Auto, Latent(IemocapModels.Auto, 256), Lambda(IemocapModels.Auto), Normalised(IemocapModels.Auto), Row("autofusion.detached")),
            Searched(IemocapModels.Gan, Latent(IemocapModels.Gan, 256), Lambda(IemocapModels.Gan), Normalised(IemocapModels.Gan), Row("ganfusion.leastsquares")),
        ];

        SearchedModel Searched(string model, params IReadOnlyList<Variant> own) => new(model,
        [
            Row(model),
            new($"{model}.dropout0.5", model, "dropout 0.5", recipe => recipe with { Dropout = 0.5 }),
            new($"{model}.rate0.002", model, "half the learning rate", recipe => recipe with { LearningRate = 2e-3 }),
            new($"{model}.decay0.8", model, "learning rate a fifth less after each epoch", recipe => recipe with { LearningRateDecay = 0.8 }),
            .. own,
        ]);

        Variant Row(string name) => rows.Single(row => row.Name == name);
    }

    private static Variant TextHidden(string model, int units) => new($"{model}.hidden{units}", model, $"{units} units in each direction of the text learner", recipe => recipe with { TextHidden = units });

    private static Variant AudioHidden(int units) => new($"{IemocapModels.Speech}.hidden{units}", IemocapModels.Speech, $"{units} units", recipe => recipe with { AudioHidden = units });

    private static Variant Batch(string model, int size) => new($"{model}.batch{size}", model, $"batches of {size}", recipe => recipe with { BatchSize = size });

    private static Variant Max(string model) => new($"{model}.max", model, "the larger value of each pair of the text learner's directions", recipe => recipe with { TextDirections = TextDirections.Max });

    private static Variant Attention(string model) => new($"{model}.attention", model, "a text learner that attends to its words", recipe => recipe with { TextAttention = TextAttention.Dot });

    private static Variant Mlp(string model) => new($"{model}.mlp", model, "speech features through linear layers of 500 and 300", recipe => recipe with { AudioLearner = AudioLearner.Mlp });

    private static Variant Latent(string model, int width) => new($"{model}.latent{width}", model, $"fused width {width}", recipe => recipe with { Latent = width });

    private static Variant Lambda(string model) => new($"{model}.lambda0.1", model, "weight 0.1 on the fusion's loss", recipe => recipe with { FusionWeight = 0.1 });

    private static Variant Normalised(string model) => new($"{model}.inputnorm", model, "layer normalisation before the fusion", recipe => recipe with { InputNorm = InputNorm.Layer });
}

/// <summary>A model and the settings that are tried for it.</summary>
/// <param name="Model">Name of its row of Table 3.</param>
/// <param name="Trials">The rows, the unchanged one first.</param>
internal sealed record SearchedModel(string Model, IReadOnlyList<Variant> Trials);
