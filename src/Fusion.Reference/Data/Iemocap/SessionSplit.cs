namespace Fusion.Reference.Data.Iemocap;

/// <summary>
/// Training, validation and test utterances of different sessions, hence of different speakers. (A random split would put the lines of scripted
/// dialogues, which recur in every session, into training and test alike.)
/// </summary>
internal static class SessionSplit
{
    /// <summary>Holds two sessions out of training.</summary>
    public static CorpusSplit Of(IReadOnlyList<IemocapUtterance> utterances, int testSession = 5, int validationSession = 4)
    {
        if (testSession == validationSession)
            throw new ArgumentException($"Test and validation need different sessions; both are {testSession}.");
        if (utterances.GroupBy(utterance => utterance.Id).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"Each utterance may be in one part only; {twice.Key} is there {twice.Count()} times.");
        var split = new CorpusSplit(
            [.. utterances.Where(utterance => utterance.Session != testSession && utterance.Session != validationSession)],
            Only(validationSession),
            Only(testSession));
        return split.Train.Count > 0 ? split : throw new ArgumentException("No session is left for training.");

        IReadOnlyList<IemocapUtterance> Only(int session)
        {
            List<IemocapUtterance> part = [.. utterances.Where(utterance => utterance.Session == session)];
            return part.Count > 0 ? part : throw new ArgumentException($"Session {session} has no utterances.");
        }
    }
}
