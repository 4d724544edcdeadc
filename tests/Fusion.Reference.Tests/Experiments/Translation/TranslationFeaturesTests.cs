using Fusion.Reference.Data;
using Fusion.Reference.Experiments.Translation;
using Xunit;

namespace Fusion.Reference.Tests.Experiments.Translation;

public class TranslationFeaturesTests
{
    [Fact]
    public void What_was_fitted_is_read_back_to_the_bit()
    {
        using var folder = new TemporaryFolder();
        var image = FrameStandardizer.Fit([[0.1f, 7, 3e-9f], [0.7f, 7, 1e9f], [1f / 3, 7, 0.5f]], 3);

        new TranslationFeatures(image, null).Save(folder.Root);
        var read = TranslationFeatures.Load(folder.Root)!;

        Assert.Equal(image.Means, read.Image!.Means);
        Assert.Equal(image.Scales, read.Image.Scales);
        Assert.Equal(0, read.Image.Scales[1]);
        Assert.Null(read.Speech);
    }

    [Fact]
    public void Text_alone_has_no_file()
    {
        using var folder = new TemporaryFolder();

        new TranslationFeatures(null, null).Save(folder.Root);

        Assert.Empty(Directory.EnumerateFiles(folder.Root));
        Assert.Null(TranslationFeatures.Load(folder.Root));
    }

    [Fact]
    public void A_file_that_lacks_half_is_an_error_that_names_it()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Root, TranslationFeatures.FileName);
        Fusion.Layers.Safetensors.save(new Dictionary<string, TorchSharp.torch.Tensor> { ["speech/mean"] = TorchSharp.torch.zeros(3, dtype: TorchSharp.torch.ScalarType.Float64) }, path);

        Assert.Contains(path, Assert.Throws<DataFormatException>(() => TranslationFeatures.Load(folder.Root)).Message, StringComparison.Ordinal);
    }
}
