using static TorchSharp.torch;

namespace Fusion.Reference.Experiments;

/// <summary>What the command line and the report have to know of an experiment that this version runs.</summary>
internal interface IExperimentFactory
{
    /// <summary>Keys of its recipe.</summary>
    IReadOnlyList<string> Keys { get; }

    /// <summary>Names and titles of its tables.</summary>
    IReadOnlyList<(string Name, string Title)> Tables { get; }

    /// <summary>Names of its tables and rows, as <c>--models</c> takes them.</summary>
    IReadOnlyList<string> Models { get; }

    /// <summary>Names of the rows of its main tables.</summary>
    IReadOnlyList<string> MainRows { get; }

    /// <summary>Whether data can be generated.</summary>
    bool HasGenerator => true;

    /// <summary>What is run where no table or row is named.</summary>
    string DefaultModels(Profile profile);

    /// <summary>Name of the one row that a model stands for; throws where there is none.</summary>
    /// <param name="model">The text of <c>--model</c>: a row, or what the experiment has rows of for every choice of modalities.</param>
    /// <param name="modalities">The text of <c>--modalities</c>; null: not given.</param>
    string Row(string model, string? modalities);

    /// <summary>Seeds where the user names no number.</summary>
    int DefaultSeeds(Profile profile);

    /// <summary>Throws where options make no sense; reads and writes nothing.</summary>
    void CheckOptions(ExperimentContext context);

    /// <summary>Writes generated data in the formats of the data set; an <see cref="ArgumentException"/> says that other data are there.</summary>
    void Synthesize(string directory);

    /// <summary>Reads the data; nothing is trained or written.</summary>
    IExperiment Create(ExperimentContext context, string directory);

    /// <summary>Scores of a finished run on a part of its data, as they are printed.</summary>
    /// <param name="run">A run of this experiment.</param>
    /// <param name="data">The folder that holds the data set's.</param>
    /// <param name="split">Name of the part; null: the test, or the first of several.</param>
    /// <param name="device">Where to put the model.</param>
    object Evaluate(RunDescription run, string data, string? split, Device device);

    /// <summary>What the run folders of an output folder say.</summary>
    IExperimentResults Results(string output);
}
