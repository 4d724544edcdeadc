namespace Fusion.Benchmarks.Compare;

/// <summary>Reads contenders in alternation, so that what slows the machine for a while slows all.</summary>
internal static class Rounds
{
    /// <summary>Warms all up and reads each once in every round; every second round in the opposite order, so that a drift favours nobody.</summary>
    /// <param name="order">The contenders of a round; one may come several times.</param>
    /// <param name="effort">How often and how long.</param>
    /// <param name="cancellation">Ends between two readings.</param>
    /// <returns>Milliseconds of an iteration: for each place in the order a reading per round.</returns>
    public static IReadOnlyList<IReadOnlyList<double>> Read(IReadOnlyList<Contender> order, Effort effort, CancellationToken cancellation = default)
    {
        var readings = order.Select(_ => new List<double>()).ToArray();
        var iterations = new Dictionary<Contender, int>();
        foreach (var contender in order.Distinct())
        {
            cancellation.ThrowIfCancellationRequested();
            iterations.Add(contender, effort.Iterations(contender.WarmUp(effort.WarmUpMilliseconds)));
        }

        for (var round = 0; round < effort.Rounds; round++)
        {
            foreach (var (place, contender) in round % 2 == 0 ? order.Index() : order.Index().Reverse())
            {
                cancellation.ThrowIfCancellationRequested();
                readings[place].Add(contender.Read(iterations[contender]));
            }
        }

        return readings;
    }
}
