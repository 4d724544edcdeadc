using Fusion.Benchmarks.Compare;
using Fusion.Layers;
using Fusion.Reference;
using Fusion.Reference.Models.Translation;
using TorchSharp;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Training;

/// <summary>Beam search over a batch of lines against the same search in PyTorch.</summary>
/// <remarks>Untrained weights end no line, so every line runs to its longest: the work is the same whatever the words.</remarks>
internal sealed class DecodingCase : ICompareCase
{
    private const int Lines = 50;
    private const int MostWords = 16;

    private static readonly BeamOptions Options = TranslatorProblem.Recipe.ToBeamOptions() with { MaxLength = MostWords };

    public string Name => $"translator/text/batch-{Lines}/beam-{Options.Beam}";

    public bool Quick => true;

    public Sides Prepare(CaseContext context)
    {
        var model = TranslatorProblem.Translator(dropout: 0).to(context.Device);
        model.eval();
        var lines = TranslatorProblem.Sources(Lines);
        var input = new TranslationInput(PaddedLines.Tokens(lines), PaddedLines.Lengths(lines));
        var search = new BeamSearch(model, Options);
        var peer = context.Peer is null ? null : new PeerContender(context.Peer, Request(model, input, context.Folder));
        if (peer is not null)
            RequireSameTranslations(Translate(), peer);
        return new Sides(new LocalContender(context.Clock, () => Translate(), model), null, null, peer) { Items = Lines, Shared = [input.Tokens, input.Lengths] };

        // Lengths stay on the CPU.
        IReadOnlyList<long[]> Translate()
        {
            using var tokens = input.Tokens.to(context.Device, copy: true);
            return search.Translate(input with { Tokens = tokens });
        }
    }

    private static object Request(Translator model, TranslationInput input, string folder)
    {
        var (weights, batches) = (Path.Combine(folder, "weights.safetensors"), Path.Combine(folder, "batches.safetensors"));
        model.save_safetensors(weights);
        Safetensors.save(new Dictionary<string, Tensor> { ["0.tokens"] = input.Tokens, ["0.lengths"] = input.Lengths }, batches);
        return new { op = "decoding", weights, batches, beam = Options.Beam, alpha = Options.LengthPenalty, most_words = Options.MaxLength };
    }

    private void RequireSameTranslations(IReadOnlyList<long[]> ours, PeerContender peer)
    {
        var theirs = peer.Loaded["translations"]!.AsArray().Select(line => line!.AsArray().Select(word => word!.GetValue<long>()).ToArray()).ToArray();
        // Two hypotheses can be equally likely up to rounding.
        var same = ours.Zip(theirs).Count(pair => pair.First.SequenceEqual(pair.Second));
        if (theirs.Length != Lines || same < Lines * 0.9)
            throw new UserErrorException($"{Name}: expected the translations of ours of PyTorch, found {same} of {Lines}");
    }
}
