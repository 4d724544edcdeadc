using Fusion.Layers;
using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;
using static TorchSharp.torch;

namespace Fusion.Reference.Experiments.Translation;

/// <summary>How the features of images and speech are standardised: fitted to the training lines, stored beside a run's weights.</summary>
/// <param name="Image">Of images; null where nobody reads them.</param>
/// <param name="Speech">Of frames of speech; null where nobody reads them.</param>
internal sealed record TranslationFeatures(FrameStandardizer? Image, FrameStandardizer? Speech)
{
    /// <summary>Name of the file in a run's folder: <c>MODALITY/mean</c> and <c>MODALITY/scale</c> (D), float64.</summary>
    public const string FileName = "features.safetensors";

    /// <summary>Fits to the training lines what a recipe reads.</summary>
    public static TranslationFeatures Fit(TranslationSplits splits, TranslationRecipe recipe)
    {
        return new(Fitted(ModalitySets.Image), Fitted(ModalitySets.Speech));

        FrameStandardizer? Fitted(string modality) =>
            recipe.Modalities.Has(modality) ? ChannelOfPart.Fit(TranslationChannels.Of(splits.Train, modality, recipe.Lines), splits.Train.Count) : null;
    }

    /// <summary>Writes the file into a folder that exists, where there is anything to write.</summary>
    public void Save(string folder)
    {
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>();
        foreach (var (modality, standardizer) in new[] { (ModalitySets.Image, Image), (ModalitySets.Speech, Speech) })
        {
            if (standardizer is null)
                continue;
            tensors.Add(Means(modality), tensor([.. standardizer.Means]));
            tensors.Add(Scales(modality), tensor([.. standardizer.Scales]));
        }

        if (tensors.Count > 0)
            Safetensors.save(tensors, Path.Combine(folder, FileName));
    }

    /// <summary>Reads what <see cref="Save"/> wrote; null where there is no file, as older versions wrote none.</summary>
    public static TranslationFeatures? Load(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return null;
        var file = SafetensorsFile.Open(path);
        return new(Of(ModalitySets.Image), Of(ModalitySets.Speech));

        FrameStandardizer? Of(string modality)
        {
            if (!file.Keys.Contains(Means(modality)))
                return null;
            var means = file.Read(Means(modality)).Expect(-1).ToDouble();
            return new FrameStandardizer(means, file.Read(Scales(modality)).Expect(means.Length).ToDouble());
        }
    }

    private static string Means(string modality) => $"{modality}/mean";

    private static string Scales(string modality) => $"{modality}/scale";
}
