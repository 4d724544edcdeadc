namespace Fusion.Reference.Experiments;

/// <summary>An experiment whose data are read.</summary>
internal interface IExperiment
{
    /// <summary>Throws where a run would overwrite another, or cannot be started; to be called before any training.</summary>
    void Check();

    /// <summary>Trains and tests what is not finished yet.</summary>
    void Run();
}
