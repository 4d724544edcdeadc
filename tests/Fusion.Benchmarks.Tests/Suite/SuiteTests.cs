using System.Reflection;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Fusion.Benchmarks.Suite;
using Xunit;

namespace Fusion.Benchmarks.Tests.Suite;

public sealed class SuiteTests
{
    public static TheoryData<string> Classes => [.. Types.Select(type => type.Name)];

    private static IEnumerable<Type> Types => typeof(SuiteCommand).Assembly.GetTypes().Where(type => Marked<BenchmarkAttribute>(type).Any());

    [Theory]
    [MemberData(nameof(Classes))]
    public void Every_benchmark_runs_with_its_first_parameters(string name)
    {
        var type = Types.Single(type => type.Name == name);
        var benchmarks = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties())
            property.SetValue(benchmarks, property.GetCustomAttribute<ParamsAttribute>()!.Values[0]);
        Call<GlobalSetupAttribute>(benchmarks);
        try
        {
            Call<BenchmarkAttribute>(benchmarks);
        }
        finally
        {
            Call<GlobalCleanupAttribute>(benchmarks);
        }
    }

    [Fact]
    public void Whatever_the_job_benchmarks_run_in_this_process_and_once()
    {
        var named = new SuiteConfig(ownJob: false).AddJob(Job.Dry);
        foreach (var (config, iterations) in new[] { (named, 1), (new SuiteConfig(ownJob: true), 10) })
        {
            var cases = BenchmarkConverter.TypeToBenchmarks(typeof(LoaderBenchmarks), config).BenchmarksCases;
            Assert.Equal(Marked<BenchmarkAttribute>(typeof(LoaderBenchmarks)).Count(), cases.Length);
            Assert.All(cases, each => Assert.Equal(iterations, each.Job.Run.IterationCount));
            Assert.All(cases, each => Assert.IsType<InProcessEmitToolchain>(each.Job.Infrastructure.Toolchain));
        }
    }

    [Theory]
    [InlineData(typeof(FusionBenchmarks))]
    [InlineData(typeof(ImplementationBenchmarks))]
    public void GANFusion_trains_no_single_row_and_everything_else_runs(Type type)
    {
        var cases = Cases(type, new SuiteConfig(ownJob: true));
        var left = Cases(type, ManualConfig.CreateEmpty().AddJob(Job.Dry)).Except(cases).ToArray();
        Assert.NotEmpty(left);
        Assert.All(left, each => Assert.Matches("(?i)fusion=ganfusion, batch=1, pass=(backward|forward|step)", each));
        Assert.Contains(cases, each => each.Contains("GANFusion, Batch=1, Pass=Eval", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("", "--filter *", false)]
    [InlineData("--job dry", "--job dry --filter *", true)]
    [InlineData("--job=dry -f *Text*", "--job=dry -f *Text*", true)]
    [InlineData("--filter *Optimizer* --iterationCount 3", "--filter *Optimizer* --iterationCount 3", false)]
    public void Without_a_filter_everything_runs_and_a_job_takes_the_place_of_ours(string given, string all, bool job)
    {
        var arguments = new SuiteArguments(given.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal((all, job), (string.Join(' ', arguments.All), arguments.NameJob));
    }

    private static IEnumerable<MethodInfo> Marked<TAttribute>(Type type) where TAttribute : Attribute => type.GetMethods().Where(method => method.IsDefined(typeof(TAttribute), inherit: false));

    private static void Call<TAttribute>(object benchmarks) where TAttribute : Attribute
    {
        foreach (var method in Marked<TAttribute>(benchmarks.GetType()))
            _ = method.Invoke(benchmarks, null);
    }

    private static string[] Cases(Type type, IConfig config) => [.. BenchmarkConverter.TypeToBenchmarks(type, config).BenchmarksCases.Select(each => $"{each.Descriptor.WorkloadMethod.Name} {each.Parameters.DisplayInfo}")];
}
