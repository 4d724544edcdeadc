using Fusion.Reference.Data;
using Fusion.Reference.Data.Mosi;
using TorchSharp;
using Xunit;

namespace Fusion.Reference.Tests.Data.Mosi;

public class MosiBatcherTests
{
    [Fact]
    public void A_batch_holds_the_standardised_features_and_labels_of_its_rows()
    {
        using var folder = new TemporaryFolder();
        SmallMosi.Write(folder, audio: (row, column) => row == 0 ? 1 : 3);
        var batcher = Make(MosiCorpus.Load(folder.Root), batchSize: 2);

        using var batch = Assert.Single(batcher.Training(1));

        Assert.Equal(2, batcher.Count);
        Assert.Equal([0, 1], batch.Rows.Order());
        // Training rows 1 and 3: mean 2, deviation 1.
        Assert.Equal(batch.Rows.Select(row => row == 0 ? -1f : 1f), batch.Features[1].select(1, 5).data<float>().ToArray());
        Assert.Equal(batch.Rows.Select(row => row == 0 ? 1L : 0L), batch.Labels.data<long>().ToArray());
    }

    [Fact]
    public void Disposing_batches_and_their_copies_leaves_no_tensor()
    {
        using var folder = new TemporaryFolder();
        SmallMosi.Write(folder);
        var batcher = Make(MosiCorpus.Load(folder.Root), batchSize: 2);
        var statistics = DisposeScopeManager.Statistics;
        statistics.Reset();

        foreach (var batch in batcher.Evaluation())
            using (batch)
            using (batch.To(torch.CPU))
            {
            }

        Assert.Equal(0, statistics.ThreadTotalLiveCount);
    }

    private static MosiBatcher Make(MosiCorpus corpus, int batchSize) =>
        new(corpus.Train, [.. MosiCorpus.Modalities.Select((_, modality) => Standardizer.Fit([.. corpus.Train.Select(utterance => utterance.Features[modality])]))], batchSize, 1);
}
