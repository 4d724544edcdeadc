using Fusion.Layers;
using Xunit;
// snippet: options-json
using System.Text.Json;
// end

namespace DocSnippets;

public sealed class OptionsAsJson
{
    [Fact]
    public void ARoundTripKeepsOptionsEqual()
    {
        var options = AutoFusionOptions.Default with { HiddenFeatures = 64, ModalityWeights = [1, 0.1] };

        // snippet: options-json
        var json = JsonSerializer.Serialize(options);
        var same = JsonSerializer.Deserialize<AutoFusionOptions>(json);
        // end

        Assert.Equal(options, same);
    }
}
