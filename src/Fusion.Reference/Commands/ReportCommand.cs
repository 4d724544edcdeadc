using System.CommandLine;
using Fusion.Reference.Experiments;

namespace Fusion.Reference.Commands;

/// <summary><c>report</c>: writes the report again from the run folders alone.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var output = new Option<string>("--out")
        {
            Description = "Output folder of a reproduction.", HelpName = "DIR", CustomParser = OptionValue.Folder, DefaultValueFactory = _ => ReproduceCommand.DefaultOutput,
        };
        var command = new Command("report", "Write OUT/report again from the run folders, without training.") { output };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetRequiredValue(output);
            ReproductionReport.Write(folder);
            Announce(parsed.InvocationConfiguration.Output, folder);
        });
        return command;
    }

    /// <summary>Prints the main table and says where the report is.</summary>
    public static void Announce(TextWriter writer, string folder)
    {
        foreach (var line in ReproductionReport.Summary(folder))
            writer.WriteLine(line);
        writer.WriteLine($"report: {Path.Combine(folder, ReproductionReport.Folder, "index.html")}");
    }
}
