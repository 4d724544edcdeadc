using Fusion.Reference.Data.Translation;

namespace Fusion.Reference.Data.Multi30k;

/// <summary>The text of one official split.</summary>
/// <param name="Name">Name of the split.</param>
/// <param name="Ids">Image of each line, or the line itself where no list names the images.</param>
/// <param name="Languages">Sentences by language.</param>
/// <param name="HasImages">Whether the ids are names of images.</param>
internal sealed record SplitText(string Name, IReadOnlyList<string> Ids, IReadOnlyDictionary<string, Sentences> Languages, bool HasImages)
{
    public int Count => Ids.Count;
}
