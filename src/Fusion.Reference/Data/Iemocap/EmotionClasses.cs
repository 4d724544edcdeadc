namespace Fusion.Reference.Data.Iemocap;

/// <summary>Which emotions are told apart; see <see cref="ClassScheme"/>.</summary>
internal enum EmotionClasses
{
    /// <summary>Angry, happy with excited, sad, neutral: the four classes of the literature.</summary>
    Standard4,

    /// <summary>The six classes of the first author's earlier project, where sad takes in frustrated.</summary>
    Ser6,

    /// <summary>The four that remain of those six without fear and surprise.</summary>
    Ser4WithFrustration,
}
