using Fusion.Reference.Text;

namespace Fusion.Reference.Experiments.Translation;

/// <summary>Training lines whose words are segmented anew in every epoch, some merges left out; nothing is kept from one epoch to the next.</summary>
/// <param name="text">What makes numbers of the lines.</param>
/// <param name="source">Source lines.</param>
/// <param name="target">Target lines.</param>
/// <param name="drop">Which merges are left out.</param>
/// <param name="maxTokens">Where lines are cut.</param>
internal sealed class RedrawnLines(TextPair text, IReadOnlyList<string> source, IReadOnlyList<string> target, MergeDrop drop, int maxTokens)
{
    /// <summary>Source pieces of lines in an epoch.</summary>
    public long[][] Source(int epoch, int[] lines) => [.. lines.Select(line => text.Source.Encode(source[line], drop.Of(epoch, 2L * line), maxTokens, wrap: false))];

    /// <summary>Target pieces of lines in an epoch, without start and end.</summary>
    public long[][] Target(int epoch, int[] lines) => [.. lines.Select(line => text.Target.Encode(target[line], drop.Of(epoch, 2L * line + 1), maxTokens, wrap: false))];
}
