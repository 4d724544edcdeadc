using FsCheck.Xunit;
using Fusion.Reference.Data.Iemocap;
using Xunit;

namespace Fusion.Reference.Tests.Data.Iemocap;

public class SessionSplitTests
{
    [Property]
    public void No_utterance_and_no_session_is_in_two_parts(byte test, byte validation)
    {
        var (testSession, validationSession) = (1 + test % 5, 1 + validation % 5);
        var utterances = Enumerable.Range(0, 50).Select(index => Utterance($"u{index}", 1 + index % 5)).ToArray();
        if (testSession == validationSession)
        {
            Assert.Throws<ArgumentException>(() => SessionSplit.Of(utterances, testSession, validationSession));
            return;
        }

        var split = SessionSplit.Of(utterances, testSession, validationSession);

        Assert.Equal(utterances.Select(utterance => utterance.Id).Order(), split.Train.Concat(split.Validation).Concat(split.Test).Select(utterance => utterance.Id).Order());
        Assert.All(split.Test, utterance => Assert.Equal(testSession, utterance.Session));
        Assert.All(split.Validation, utterance => Assert.Equal(validationSession, utterance.Session));
        Assert.Equal(3, split.Train.Select(utterance => utterance.Session).Distinct().Except([testSession, validationSession]).Count());
    }

    [Fact]
    public void Refuses_an_utterance_twice_and_empty_parts()
    {
        IemocapUtterance[] utterances = [Utterance("a", 1), Utterance("b", 4), Utterance("c", 5)];

        Assert.Single(SessionSplit.Of(utterances).Train);
        Assert.Contains("b is there 2 times", Assert.Throws<ArgumentException>(() => SessionSplit.Of([.. utterances, Utterance("b", 1)])).Message);
        Assert.Contains("Session 4", Assert.Throws<ArgumentException>(() => SessionSplit.Of([utterances[0], utterances[2]])).Message);
        Assert.Contains("training", Assert.Throws<ArgumentException>(() => SessionSplit.Of(utterances[1..])).Message);
    }

    private static IemocapUtterance Utterance(string id, int session) => new(id, session, "d", 0, ["x"], new float[8]);
}
