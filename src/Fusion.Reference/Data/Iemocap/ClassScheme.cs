namespace Fusion.Reference.Data.Iemocap;

/// <summary>The classes of a task, and how an utterance comes to one.</summary>
internal sealed class ClassScheme
{
    // Of the six classes: fear (3) and surprise (4) leave, neutral (5) takes the fourth place.
    private static readonly int[] FourOfSix = [0, 1, 2, -1, -1, 3];

    private readonly Func<IemocapUtterance, int> _label;

    private ClassScheme(IReadOnlyList<string> names, Func<IemocapUtterance, int> label) => (Names, _label) = (names, label);

    public static ClassScheme Standard4 { get; } = new(["angry", "happy", "sad", "neutral"], utterance => utterance.Label);

    public static ClassScheme Ser6 { get; } = new(["angry", "happy", "sad+frustrated", "fear", "surprise", "neutral"], utterance => utterance.Label6);

    public static ClassScheme Ser4WithFrustration { get; } =
        new(["angry", "happy", "sad+frustrated", "neutral"], utterance => utterance.Label6 < 0 ? -1 : FourOfSix[utterance.Label6]);

    /// <summary>Classes by label.</summary>
    public IReadOnlyList<string> Names { get; }

    public static ClassScheme Of(EmotionClasses classes) => classes switch
    {
        EmotionClasses.Standard4 => Standard4,
        EmotionClasses.Ser6 => Ser6,
        EmotionClasses.Ser4WithFrustration => Ser4WithFrustration,
        _ => throw new ArgumentOutOfRangeException(nameof(classes), classes, "expected a class scheme"),
    };

    /// <summary>The utterances that have a class, in order, labelled with it.</summary>
    public IReadOnlyList<IemocapUtterance> Label(IEnumerable<IemocapUtterance> utterances) =>
        [.. utterances.Where(utterance => _label(utterance) >= 0).Select(utterance => utterance with { Label = _label(utterance) })];
}
