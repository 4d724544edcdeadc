namespace Fusion.Reference.Training;

/// <summary>Keeps the best epoch on the validation metric and says when patience has run out.</summary>
internal sealed class EarlyStopping(int patience)
{
    /// <summary>Best value so far; negative infinity before the first epoch.</summary>
    public double Best { get; private set; } = double.NegativeInfinity;

    /// <summary>Epoch of the best value, counted from 1; 0 before the first.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>Takes an epoch's value in; true where it is the best so far. Ties keep the earlier epoch.</summary>
    public bool Observe(int epoch, double value)
    {
        if (!(value > Best))
            return false;
        Best = value;
        BestEpoch = epoch;
        return true;
    }

    /// <summary>True where the last <c>patience</c> epochs brought nothing better.</summary>
    public bool IsExhausted(int epoch) => epoch - BestEpoch >= patience;
}
