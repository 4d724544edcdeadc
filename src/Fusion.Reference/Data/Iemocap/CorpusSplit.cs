namespace Fusion.Reference.Data.Iemocap;

/// <summary>What is trained on, what chooses the epoch, and what is tested.</summary>
internal sealed record CorpusSplit(IReadOnlyList<IemocapUtterance> Train, IReadOnlyList<IemocapUtterance> Validation, IReadOnlyList<IemocapUtterance> Test)
{
    /// <summary>Utterances in both training and test; each counts once.</summary>
    public int SharedUtterances => Shared.Count;

    /// <summary>Test rows whose utterance is in training too; repeated rows count each time.</summary>
    public int SharedTestRows => Test.Count(utterance => Shared.Contains(utterance.Id));

    private HashSet<string> Shared => field ??= [.. Train.Select(utterance => utterance.Id).Intersect(Test.Select(utterance => utterance.Id))];
}
