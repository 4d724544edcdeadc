using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Iemocap;
using Xunit;

namespace Fusion.Reference.Tests.Data.Iemocap;

public sealed class IemocapReleaseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public IemocapReleaseTests() => SmallRelease.Write(_folder.Root);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Joins_labels_transcripts_and_recordings()
    {
        var release = IemocapRelease.Read(_folder.Root);

        Assert.Equal(
            [
                ("Ses01F_impro01_F000", 1, "ang", 0, 0, "no never !", true), ("Ses01F_impro01_M000", 1, "fru", -1, 2, "hm .", true),
                ("Ses01F_impro01_F001", 1, "exc", 1, 1, "great .", true), ("Ses02M_script01_1_F000", 2, "sad", 2, 2, "i know .", true),
            ],
            release.Utterances.Select(item => (item.Id, item.Session, item.Emotion, item.Label, item.Label6, string.Join(' ', item.Tokens), item.Usable)));
        Assert.Equal(new AudioSource(SmallRelease.Recording(_folder.Root, 1, SmallRelease.First), 0.5, 1), release.Utterances[0].Audio);
        Assert.Empty(release.Problems);
    }

    [Fact]
    public void Is_found_in_the_folder_or_below_its_own_name()
    {
        using var other = new TemporaryFolder();
        Directory.CreateDirectory(other["Sessions"]);
        Assert.Null(IemocapRelease.Find(other.Root));
        Assert.Null(IemocapRelease.Find(other["absent"]));
        SmallRelease.Write(other["IEMOCAP_full_release"]);

        Assert.Equal(_folder.Root, IemocapRelease.Find(_folder.Root));
        Assert.Equal(other["IEMOCAP_full_release"], IemocapRelease.Find(other.Root));
    }

    [Fact]
    public void Takes_the_sentence_where_the_recording_of_the_dialogue_is_missing_or_ends_before()
    {
        File.Delete(SmallRelease.Recording(_folder.Root, 1, SmallRelease.First));
        WavFile.Write(SmallRelease.Recording(_folder.Root, 2, SmallRelease.Second), new float[8000], 16_000);
        foreach (var (session, dialog, id) in new[] { (1, SmallRelease.First, "Ses01F_impro01_F000"), (2, SmallRelease.Second, "Ses02M_script01_1_F000") })
            WavFile.Write(SmallRelease.Sentence(_folder.Root, session, dialog, id), new float[8000], 16_000);

        var release = IemocapRelease.Read(_folder.Root);

        Assert.Equal(new AudioSource(SmallRelease.Sentence(_folder.Root, 1, SmallRelease.First, "Ses01F_impro01_F000"), 0, null), release.Utterances[0].Audio);
        Assert.Null(release.Utterances[2].Audio);
        Assert.Equal(SmallRelease.Sentence(_folder.Root, 2, SmallRelease.Second, "Ses02M_script01_1_F000"), release.Utterances[3].Audio!.File);
        Assert.Collection(
            release.Problems,
            problem => Assert.StartsWith($"{SmallRelease.Labels(_folder.Root, 1, SmallRelease.First)}:6: expected Ses01F_impro01_M000 in", problem),
            problem => Assert.StartsWith($"{SmallRelease.Labels(_folder.Root, 1, SmallRelease.First)}:7: expected Ses01F_impro01_F001 in", problem));
    }

    [Fact]
    public void Lists_what_single_utterances_lack()
    {
        WavFile.Write(SmallRelease.Recording(_folder.Root, 1, SmallRelease.First), new float[2 * 16_000 + 1600], 16_000);
        File.WriteAllText(SmallRelease.Transcript(_folder.Root, 1, SmallRelease.First), "Ses01F_impro01_F000 [1-2]: Yes.\nSes01F_impro01_F000 [1-2]: No.\n");

        var release = IemocapRelease.Read(_folder.Root);

        Assert.Equal(["yes", "."], release.Utterances[0].Tokens);
        Assert.Equal(2.5, release.Utterances[2].Audio!.End);
        Assert.False(release.Utterances[2].Usable);
        Assert.Collection(
            release.Problems,
            problem => Assert.StartsWith($"{SmallRelease.Transcript(_folder.Root, 1, SmallRelease.First)}:2: expected each utterance once, found Ses01F_impro01_F000 again", problem),
            problem => Assert.Contains($"{SmallRelease.First}.txt:6: expected a transcript of Ses01F_impro01_M000, found none", problem),
            problem => Assert.Contains($"{SmallRelease.First}.txt:7: expected 2.5 seconds in", problem),
            problem => Assert.Contains($"{SmallRelease.First}.txt:7: expected a transcript of Ses01F_impro01_F001, found none", problem));
    }

    [Theory]
    [InlineData("Ses01F_impro01_F001", "Ses01F_impro02_F001", ":7: expected an utterance named Ses01F_impro01_..., found 'Ses01F_impro02_F001'")]
    [InlineData("Ses01F_impro01_F001", "Ses01F_impro01_F000", ":3 again")]
    [InlineData("exc", "exd", ":7: expected one of the emotions")]
    public void Names_the_line_at_fault(string good, string bad, string message)
    {
        var path = SmallRelease.Labels(_folder.Root, 1, SmallRelease.First);
        File.WriteAllText(path, SmallRelease.FirstLabels.Replace(good, bad, StringComparison.Ordinal));

        Assert.Contains(message, Assert.Throws<DataFormatException>(() => IemocapRelease.Read(_folder.Root)).Message);
    }

    [Fact]
    public void Refuses_a_dialogue_in_another_session()
    {
        Directory.Move(_folder["Session2"], _folder["Session3"]);

        Assert.Contains(":1: expected an utterance of session 3, found 'Ses02M_script01_1_F000'", Assert.Throws<DataFormatException>(() => IemocapRelease.Read(_folder.Root)).Message);
    }

    [Fact]
    public void Names_a_missing_file_or_folder()
    {
        File.Delete(SmallRelease.Transcript(_folder.Root, 2, SmallRelease.Second));
        Assert.Contains("Ses02M_script01_1.txt: expected a file, found none", Assert.Throws<DataFormatException>(() => IemocapRelease.Read(_folder.Root)).Message);
        File.Delete(SmallRelease.Labels(_folder.Root, 2, SmallRelease.Second));
        Assert.Contains("EmoEvaluation: expected files Ses*.txt, found none", Assert.Throws<DataFormatException>(() => IemocapRelease.Read(_folder.Root)).Message);
        Directory.Delete(Path.GetDirectoryName(SmallRelease.Labels(_folder.Root, 2, "any"))!, recursive: true);
        Assert.Contains("EmoEvaluation: expected a folder, found none", Assert.Throws<DataFormatException>(() => IemocapRelease.Read(_folder.Root)).Message);
    }

    [Fact]
    public void Names_a_recording_that_is_none()
    {
        var path = SmallRelease.Recording(_folder.Root, 2, SmallRelease.Second);
        File.WriteAllText(path, "not a recording");

        Assert.StartsWith($"{path}: expected a RIFF/WAVE file", Assert.Throws<DataFormatException>(() => IemocapRelease.Read(_folder.Root)).Message);
    }
}
