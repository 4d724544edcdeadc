using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Fusion.Reference.Data.Iemocap;

/// <summary>Recognises recordings again without reading gigabytes of them.</summary>
internal static class AudioFingerprint
{
    // To be raised with every change of what is measured.
    private const int Version = 1;

    /// <summary>SHA-256 over what is cut from which file, and each file's size and time of change: another value means that the audio has to be measured again.</summary>
    public static string OfFiles(IEnumerable<ReleaseUtterance> utterances) => Hash(utterances, file => $"{file.Length}\t{file.LastWriteTimeUtc.Ticks}");

    /// <summary>SHA-256 over labels, texts and what is cut from which file, and each file's size: another value means other data, wherever they lie.</summary>
    public static string OfCorpus(IReadOnlyList<ReleaseUtterance> utterances)
    {
        var texts = utterances.Select(utterance => $"{utterance.Session}\t{utterance.Emotion}\t{string.Join(' ', utterance.Tokens)}\n");
        return $"sha256:{Digest(Hash(utterances, file => $"{file.Length}") + string.Concat(texts))[..16]}";
    }

    private static string Hash(IEnumerable<ReleaseUtterance> utterances, Func<FileInfo, string> describe)
    {
        var text = new StringBuilder($"{Version}\n");
        foreach (var file in utterances.GroupBy(utterance => utterance.Audio!.File))
        {
            text.Append(CultureInfo.InvariantCulture, $"{Path.GetFileName(file.Key)}\t{describe(new FileInfo(file.Key))}\n");
            foreach (var utterance in file)
                text.Append(CultureInfo.InvariantCulture, $"{utterance.Id}\t{utterance.Audio!.Start}\t{utterance.Audio.End}\n");
        }

        return Digest(text.ToString());
    }

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
