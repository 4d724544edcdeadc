using Fusion.Benchmarks.Compare;
using Fusion.Layers;
using Fusion.Reference;
using Fusion.Reference.Models.Translation;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Training;

/// <summary>Beam search over batches of lines against the same search in PyTorch, with the same weights and batches.</summary>
/// <param name="name">Name of the case.</param>
/// <param name="quick">Whether <c>--quick</c> runs it.</param>
/// <param name="load">Makes what is decoded, with the model on a device; the case's from then on.</param>
internal sealed class DecodingCase(string name, bool quick, Func<Device, DecodingProblem> load) : ICompareCase
{
    // Two hypotheses can be equally likely up to rounding.
    private const double LeastAlike = 0.98;

    public string Name => name;

    public bool Quick => quick;

    public Sides Prepare(CaseContext context)
    {
        var problem = load(context.Device);
        var search = new BeamSearch(problem.Model, problem.Options);
        var peer = context.Peer is null ? null : new PeerContender(context.Peer, Request(problem, context.Folder));
        if (peer is not null)
            context.Notes.WriteLine($"{Name}: PyTorch translates {RequireSameTranslations(Translate(), peer)} of {problem.Lines} lines alike");
        return new Sides(new LocalContender(context.Clock, () => Translate()), null, null, peer) { Items = problem.Lines, Shared = [problem] };

        // Lengths stay on the CPU.
        IReadOnlyList<long[]> Translate() => [.. problem.Batches.SelectMany(batch =>
        {
            using var tokens = batch.Tokens.to(context.Device, copy: true);
            return search.Translate(batch with { Tokens = tokens });
        })];
    }

    /// <summary>How many of two lists of lines are the same.</summary>
    /// <exception cref="UserErrorException">Not nearly all.</exception>
    public static int Alike(string name, IReadOnlyList<long[]> ours, IReadOnlyList<long[]> theirs)
    {
        var same = ours.Zip(theirs).Count(pair => pair.First.SequenceEqual(pair.Second));
        return theirs.Count == ours.Count && same >= ours.Count * LeastAlike ? same
            : throw new UserErrorException($"{name}: expected the translations of ours of PyTorch, found {same} of {ours.Count}");
    }

    private static object Request(DecodingProblem problem, string folder)
    {
        var (weights, batches, options) = (Path.Combine(folder, "weights.safetensors"), Path.Combine(folder, "batches.safetensors"), problem.Options);
        problem.Model.save_safetensors(weights);
        Safetensors.save(
            problem.Batches.Index().SelectMany(item => new[] { ($"{item.Index}.tokens", item.Item.Tokens), ($"{item.Index}.lengths", item.Item.Lengths) }).ToDictionary(pair => pair.Item1, pair => pair.Item2),
            batches);
        return new { op = "decoding", weights, batches, beam = options.Beam, alpha = options.LengthPenalty, most_words = options.MaxLength };
    }

    private int RequireSameTranslations(IReadOnlyList<long[]> ours, PeerContender peer) =>
        Alike(Name, ours, [.. peer.Loaded["translations"]!.AsArray().Select(line => line!.AsArray().Select(word => word!.GetValue<long>()).ToArray())]);
}
