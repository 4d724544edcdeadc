using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using Fusion.Benchmarks.Compare;
using Fusion.Layers.Tests.Docs;
using Fusion.Reference.Tests;
using Xunit;

namespace Fusion.Benchmarks.Tests.Docs;

/// <summary>What docs/performance.md says of the commands, the fields and the suite, held against them.</summary>
public sealed class PerformanceDocsTests
{
    private const string Program = "dotnet run -c Release --project benchmarks/Fusion.Benchmarks -- ";

    private static readonly string Page = RepositoryFolder.Read("docs/performance.md");

    [Fact]
    public void Every_command_parses()
    {
        var lines = Markdown.Blocks(Page, "bash").SelectMany(block => block.Split('\n')).Where(line => line.Length > 0).ToArray();
        Assert.NotEmpty(lines);
        Assert.All(lines, line =>
        {
            Assert.StartsWith(Program, line, StringComparison.Ordinal);
            Assert.Empty(BenchmarkCommands.Create().Parse(line[Program.Length..].Split(' ')).Errors.Select(error => error.Message));
        });
    }

    [Fact]
    public void Every_field_of_a_line_is_explained_in_its_order()
    {
        var line = (JsonObject)JsonNode.Parse(new CaseResult("case", 1) { OursMs = 1, Items = 1 }.ToJson())!;
        Assert.Equal(line.Select(field => field.Key), Markdown.Table(Page, "Comparing").Select(row => row[0].Trim('`')));
    }

    [Fact]
    public void Every_class_of_the_suite_is_listed()
    {
        var classes = typeof(BenchmarkCommands).Assembly.GetTypes().Where(type => type.GetMethods().Any(method => method.IsDefined(typeof(BenchmarkAttribute), inherit: false)));
        Assert.Equal(classes.Select(type => type.Name).Order(StringComparer.Ordinal), Markdown.Table(Page, "Suite").Select(row => row[0].Trim('`')));
    }
}
