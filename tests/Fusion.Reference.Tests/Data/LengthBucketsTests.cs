using FsCheck;
using FsCheck.Xunit;
using Fusion.Reference.Data;
using Xunit;

namespace Fusion.Reference.Tests.Data;

public class LengthBucketsTests
{
    [Property]
    public void Kept_training_batches_hold_each_row_once_and_at_least_two(PositiveInt rows, PositiveInt size, ulong seed, NonNegativeInt epoch)
    {
        var (count, batchSize) = (rows.Get + 1, size.Get + 1);

        var batches = new LengthBuckets(Lengths(count, seed), batchSize, seed).Training(epoch.Get);

        Assert.Equal(Enumerable.Range(0, count), batches.SelectMany(batch => batch).Order());
        Assert.All(batches, batch => Assert.InRange(batch.Length, 2, batchSize + 1));
        // All batches are full but one: smaller, or one row larger where a single row was left over.
        Assert.True(batches.Count(batch => batch.Length != batchSize) <= 1);
        Assert.Equal(count % batchSize == 1 && count > 1 && count > batchSize, batches.Any(batch => batch.Length == batchSize + 1));
    }

    [Property]
    public void Dropping_leaves_only_full_batches_of_distinct_rows(PositiveInt rows, PositiveInt size, ulong seed, NonNegativeInt epoch)
    {
        var batchSize = size.Get + 1;
        var count = batchSize + rows.Get;

        var batches = new LengthBuckets(Lengths(count, seed), batchSize, seed, LastBatch.Drop).Training(epoch.Get);

        Assert.Equal(count / batchSize, batches.Count);
        Assert.All(batches, batch => Assert.Equal(batchSize, batch.Length));
        Assert.Equal(batches.Count * batchSize, batches.SelectMany(batch => batch).Distinct().Count(row => row >= 0 && row < count));
    }

    [Property]
    public void Evaluation_batches_hold_each_row_once_from_short_to_long(PositiveInt rows, PositiveInt size, ulong seed)
    {
        var lengths = Lengths(rows.Get, seed);

        var batches = new LengthBuckets(lengths, size.Get, seed).Evaluation();

        var order = batches.SelectMany(batch => batch).ToArray();
        Assert.Equal(Enumerable.Range(0, rows.Get), order.Order());
        Assert.Equal(lengths.Order(), order.Select(row => lengths[row]));
        Assert.All(batches.SkipLast(1), batch => Assert.Equal(size.Get, batch.Length));
    }

    [Property]
    public void The_seed_and_the_epoch_decide_the_order(ulong seed, NonNegativeInt epoch)
    {
        var lengths = Lengths(200, 1);
        IReadOnlyList<int[]> Training(ulong from, int at) => new LengthBuckets(lengths, 8, from).Training(at);

        Assert.Equal(Training(seed, epoch.Get), Training(seed, epoch.Get));
        Assert.NotEqual(Training(seed, epoch.Get), Training(seed, epoch.Get + 1));
        Assert.NotEqual(Training(seed, epoch.Get), Training(seed + 1, epoch.Get));
    }

    [Fact]
    public void Training_pads_far_less_than_random_batches()
    {
        var lengths = Lengths(2000, 4);
        double Padded(IEnumerable<int[]> batches) => batches.Sum(batch => batch.Length * batch.Max(row => lengths[row])) / (double)lengths.Sum();

        var bucketed = Padded(new LengthBuckets(lengths, 32, seed: 1).Training(0));
        var random = Padded(Enumerable.Range(0, 2000).Chunk(32));

        Assert.InRange(bucketed, 1, 1.15);
        Assert.True(random > 1.7, $"random batches pad {random}");
    }

    [Fact]
    public void Training_goes_neither_from_short_to_long_nor_with_the_same_company()
    {
        var lengths = Lengths(2000, 4);
        var buckets = new LengthBuckets(lengths, 20, seed: 1);

        var longest = buckets.Training(0).Select(batch => batch.Max(row => lengths[row])).ToArray();
        var company = buckets.Training(0).Single(batch => batch.Contains(7)).Intersect(buckets.Training(1).Single(batch => batch.Contains(7)));

        Assert.NotEqual(longest.Order(), longest);
        Assert.True(company.Count() < 15);
    }

    [Fact]
    public void Dropped_rows_change_and_are_not_the_longest()
    {
        var lengths = Enumerable.Range(0, 103).ToArray();
        var buckets = new LengthBuckets(lengths, 10, seed: 2, LastBatch.Drop);

        var dropped = Enumerable.Range(0, 40).SelectMany(epoch => lengths.Except(buckets.Training(epoch).SelectMany(batch => batch))).Distinct().ToArray();

        Assert.True(dropped.Length > 40);
        Assert.InRange(dropped.Average(), 35, 67);
    }

    [Fact]
    public void Refuses_what_cannot_train()
    {
        Assert.Throws<ArgumentException>(() => new LengthBuckets([3], 4, 0).Training(0));
        Assert.Throws<ArgumentException>(() => new LengthBuckets([3, 4], 1, 0).Training(0));
        Assert.Throws<ArgumentException>(() => new LengthBuckets([3, 4, 5], 4, 0, LastBatch.Drop).Training(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LengthBuckets([3, 4], 0, 0));
        Assert.Equal([[0]], new LengthBuckets([3], 4, 0).Evaluation());
        Assert.Empty(new LengthBuckets([], 4, 0).Evaluation());
    }

    private static int[] Lengths(int count, ulong seed)
    {
        var random = new SeededRandom(seed, sequence: 9);
        return [.. Enumerable.Range(0, count).Select(_ => 1 + random.Below(40))];
    }
}
