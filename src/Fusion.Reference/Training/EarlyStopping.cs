namespace Fusion.Reference.Training;

/// <summary>Keeps the best epoch on the validation metric and says when patience has run out.</summary>
internal sealed class EarlyStopping(int patience)
{
    private double _leastLoss;

    /// <summary>Best value so far; negative infinity before the first epoch.</summary>
    public double Best { get; private set; } = double.NegativeInfinity;

    /// <summary>Epoch of the best value, counted from 1; 0 before the first.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>Takes an epoch's value in; true where it is the best so far. Of equal values the one with the least loss is, then the earlier one.</summary>
    /// <param name="epoch">Its number, from 1.</param>
    /// <param name="value">The validation metric.</param>
    /// <param name="loss">A validation loss; the same for all where only the metric counts.</param>
    public bool Observe(int epoch, double value, double loss = 0)
    {
        if (!(value > Best || (value == Best && loss < _leastLoss)))
            return false;
        (Best, BestEpoch, _leastLoss) = (value, epoch, loss);
        return true;
    }

    /// <summary>True where the last <c>patience</c> epochs brought nothing better.</summary>
    public bool IsExhausted(int epoch) => epoch - BestEpoch >= patience;
}
