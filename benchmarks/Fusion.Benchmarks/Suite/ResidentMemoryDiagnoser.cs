using BenchmarkDotNet.Analysers;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Validators;

namespace Fusion.Benchmarks.Suite;

/// <summary>What the process holds in memory, tensors included, which the managed figures do not see: at the end of a benchmark, and how much more than at its start.</summary>
internal sealed class ResidentMemoryDiagnoser : IDiagnoser
{
    private static readonly ResidentMetric End = new("Resident");
    private static readonly ResidentMetric Growth = new("Resident growth");

    private readonly Dictionary<BenchmarkCase, (long Before, long After)> _resident = [];

    public IEnumerable<string> Ids => [nameof(ResidentMemoryDiagnoser)];

    public IEnumerable<IExporter> Exporters => [];

    public IEnumerable<IAnalyser> Analysers => [];

    public RunMode GetRunMode(BenchmarkCase benchmarkCase) => RunMode.NoOverhead;

    public void Handle(HostSignal signal, DiagnoserActionParameters parameters)
    {
        if (signal == HostSignal.BeforeActualRun)
            _resident[parameters.BenchmarkCase] = (Environment.WorkingSet, 0);
        else if (signal == HostSignal.AfterActualRun)
            _resident[parameters.BenchmarkCase] = (_resident[parameters.BenchmarkCase].Before, Environment.WorkingSet);
    }

    public IEnumerable<Metric> ProcessResults(DiagnoserResults results)
    {
        if (!_resident.TryGetValue(results.BenchmarkCase, out var resident))
            yield break;
        yield return new Metric(End, resident.After);
        yield return new Metric(Growth, resident.After - resident.Before);
    }

    public void DisplayResults(ILogger logger)
    {
    }

    public IEnumerable<ValidationError> Validate(ValidationParameters validationParameters) => [];

    private sealed class ResidentMetric(string name) : IMetricDescriptor
    {
        public string Id => name;

        public string DisplayName => name;

        public string Legend => name == "Resident" ? "Memory of the process at the end, managed and native" : "What it grew by while the benchmark ran";

        public string NumberFormat => "0.#";

        public UnitType UnitType => UnitType.Size;

        public string Unit => "B";

        public bool TheGreaterTheBetter => false;

        public int PriorityInCategory => 0;

        public bool GetIsAvailable(Metric metric) => true;
    }
}
