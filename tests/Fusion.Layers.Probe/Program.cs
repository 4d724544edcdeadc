using Fusion.Layers;
using TorchSharp;

Console.WriteLine(FusionRuntime.diagnose());
if (args is ["ones"])
    Console.WriteLine(torch.ones(2, 3).sum().item<float>());
