using Fusion.Reference.Reports;

namespace Fusion.Reference.Experiments;

/// <summary>What the run folders of one experiment contribute to the report.</summary>
internal interface IExperimentResults
{
    /// <summary>Number of finished runs.</summary>
    int Finished { get; }

    /// <summary>Runs that were begun and have no scores yet.</summary>
    int Unfinished { get; }

    /// <summary>Whether any run used generated data.</summary>
    bool Synthetic { get; }

    /// <summary>Where the finished runs were made.</summary>
    IEnumerable<RunEnvironment> Environments { get; }

    /// <summary>The main table as lines of text; there is at least one finished run.</summary>
    IEnumerable<string> Summary();

    /// <summary>Adds the sections of the experiment; there is at least one finished run.</summary>
    void Report(ReportBuilder report);

    /// <summary>Adds what a reader has to know before the first figure: nothing, as a rule.</summary>
    void Warn(ReportBuilder report)
    {
    }
}
