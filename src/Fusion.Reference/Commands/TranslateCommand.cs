using System.CommandLine;
using Fusion.Reference.Experiments;
using Fusion.Reference.Experiments.Translation;
using Fusion.Reference.Text;

namespace Fusion.Reference.Commands;

/// <summary><c>translate</c>: lines from the standard input through a trained run.</summary>
internal static class TranslateCommand
{
    private const int Lines = 100;

    private static readonly Option<bool> Tokenized = new("--tokenized") { Description = "Lines come, and go, as the words that the run learned, separated by spaces; by default they are plain text." };

    public static Command Create()
    {
        var command = new Command("translate", "Translate lines from the standard input, one for one, by their text alone: what else the model reads counts as absent.") { Tokenized };
        FinishedRun.AddTo(command);
        command.SetAction(parsed => Translate(parsed, Console.In));
        return command;
    }

    private static void Translate(ParseResult parsed, TextReader input)
    {
        var (run, device) = FinishedRun.Of(parsed);
        using var translator = StoredTranslator.Load(run, ExperimentCatalog.Translations, device);
        var form = parsed.GetValue(Tokenized) ? TextForm.Tokenized : translator.Recipe.Text == TextForm.Tokenized ? TextForm.Raw : translator.Recipe.Text;
        var words = new WordSplitter(form, Language.Find(translator.Text.Options.Source), translator.Text.Options.Escape);
        var plain = new MosesDetokenizer(Language.Find(translator.Text.Options.Target));
        foreach (var lines in ReadLines(input).Chunk(Lines))
        {
            string[] source = [.. lines.Select(line => string.Join(' ', words.Words(line)))];
            // An empty line has no translation but itself.
            var translations = new Queue<string>(translator.Translate([.. source.Where(line => line.Length > 0)]));
            foreach (var line in source)
                parsed.InvocationConfiguration.Output.WriteLine(line.Length == 0 ? "" : form == TextForm.Tokenized ? translations.Dequeue() : plain.Text(translations.Dequeue()));
        }
    }

    private static IEnumerable<string> ReadLines(TextReader input)
    {
        while (input.ReadLine() is { } line)
            yield return line;
    }
}
