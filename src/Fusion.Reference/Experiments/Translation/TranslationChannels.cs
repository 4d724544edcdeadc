using Fusion.Reference.Data.Translation;

namespace Fusion.Reference.Experiments.Translation;

/// <summary>Which channel of a corpus serves a modality.</summary>
internal static class TranslationChannels
{
    /// <summary>The best channel that a split has; an error says that it has none.</summary>
    /// <param name="split">The lines.</param>
    /// <param name="modality">Speech or image.</param>
    /// <param name="lines">Why those lines: the ones with labels are there for the labels.</param>
    public static LineChannel Of(ParallelSplit split, string modality, LineChoice lines)
    {
        IReadOnlyList<string> names = modality switch
        {
            ModalitySets.Speech => [Channels.Speech, Channels.SpeechSegments],
            _ when lines == LineChoice.WithLabels => [Channels.ImageLabels],
            _ => [Channels.Image, Channels.Video],
        };
        return names.Select(name => split.Channels.GetValueOrDefault(name)).FirstOrDefault(channel => channel is not null)
            ?? throw new UserErrorException($"{split.Name}: expected features of {modality} ({string.Join(", ", names)}), found {(split.Channels.Count == 0 ? "none" : string.Join(", ", split.Channels.Keys))}");
    }
}
