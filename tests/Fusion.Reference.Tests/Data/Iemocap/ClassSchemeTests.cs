using Fusion.Reference.Data.Iemocap;
using Xunit;

namespace Fusion.Reference.Tests.Data.Iemocap;

public class ClassSchemeTests
{
    // One utterance of each kind that the corpus holds, by its labels in the two schemes.
    private static readonly IemocapUtterance[] Utterances =
    [
        Utterance("ang", 0, 0), Utterance("exc", 1, 1), Utterance("sad", 2, 2), Utterance("fru", -1, 2),
        Utterance("fea", -1, 3), Utterance("sur", -1, 4), Utterance("neu", 3, 5),
    ];

    [Theory]
    [InlineData(nameof(EmotionClasses.Standard4), "ang angry, exc happy, sad sad, neu neutral")]
    [InlineData(nameof(EmotionClasses.Ser6), "ang angry, exc happy, sad sad+frustrated, fru sad+frustrated, fea fear, sur surprise, neu neutral")]
    [InlineData(nameof(EmotionClasses.Ser4WithFrustration), "ang angry, exc happy, sad sad+frustrated, fru sad+frustrated, neu neutral")]
    public void Keeps_what_has_a_class_and_names_it(string classes, string expected)
    {
        var scheme = ClassScheme.Of(Enum.Parse<EmotionClasses>(classes));

        Assert.Equal(expected, string.Join(", ", scheme.Label(Utterances).Select(utterance => $"{utterance.Id} {scheme.Names[utterance.Label]}")));
    }

    [Fact]
    public void Without_the_six_labels_only_the_four_remain()
    {
        IemocapUtterance[] utterances = [.. Utterances.Select(utterance => utterance with { Label6 = -1 })];

        Assert.Equal(4, ClassScheme.Standard4.Label(utterances).Count);
        Assert.Empty(ClassScheme.Ser6.Label(utterances));
        Assert.Empty(ClassScheme.Ser4WithFrustration.Label(utterances));
    }

    private static IemocapUtterance Utterance(string id, int four, int six) => new(id, 1, "d", four, ["x"], new float[8]) { Label6 = six };
}
