using System.CommandLine;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Experiments;
using Fusion.Reference.Experiments.Translation;
using Fusion.Reference.Text;

namespace Fusion.Reference.Commands;

/// <summary><c>translate</c>: lines from the standard input through a trained run.</summary>
internal static class TranslateCommand
{
    private static readonly Option<bool> Tokenized = new("--tokenized") { Description = "Lines come, and go, as the words that the run learned, separated by spaces; by default they are plain text." };

    private static readonly Option<string?> Image = new("--image")
    {
        Description = $"Features of the lines' images or videos, a row for each line: (N, D), or (N, R, D) for regions ({string.Join(", ", FeatureFile.Extensions)}). Without them the model counts them as absent.", HelpName = "FILE", CustomParser = OptionValue.File,
    };

    private static readonly Option<string?> Speech = new("--speech")
    {
        Description = "Frames of the lines' speech, an entry or a row (T, D) for each line, made as the data set's: for How2 as stored there, or normalised by video where the run has NormalizeSpeech=true. Without them the model counts them as absent.", HelpName = "FILE", CustomParser = OptionValue.File,
    };

    /// <param name="open">Opens what is read; null: the standard input.</param>
    public static Command Create(Func<Stream>? open = null)
    {
        var command = new Command("translate", "Translate lines from the standard input, one for one, by their text and the features that are given.") { Tokenized, Image, Speech };
        FinishedRun.AddTo(command);
        StandardInput.Read(command, open, Translate);
        return command;
    }

    private static void Translate(ParseResult parsed, IEnumerable<string> input)
    {
        var (run, device) = FinishedRun.Of(parsed);
        using var translator = StoredTranslator.Load(run, ExperimentCatalog.Translations, device);
        var form = parsed.GetValue(Tokenized) ? TextForm.Tokenized : translator.Recipe.Text == TextForm.Tokenized ? TextForm.Raw : translator.Recipe.Text;
        var words = new WordSplitter(form, Language.Find(translator.Text.Options.Source), translator.Text.Options.Escape);
        var plain = new MosesDetokenizer(Language.Find(translator.Text.Options.Target));
        using var image = parsed.GetValue(Image) is { } images ? translator.Open(ModalitySets.Image, images) : null;
        using var speech = parsed.GetValue(Speech) is { } frames ? translator.Open(ModalitySets.Speech, frames) : null;
        translator.RequireInput(image is not null || speech is not null);
        var readsText = translator.Recipe.Modalities.Has(ModalitySets.Text);
        var done = 0;
        foreach (var lines in input.Chunk(StandardInput.LinesAtOnce))
        {
            string[][] source = [.. lines.Select(words.Words)];
            // To a model that reads text, an empty line has no translation but itself.
            int[] written = [.. Enumerable.Range(0, lines.Length).Where(line => !readsText || source[line].Length > 0)];
            int[] places = [.. written.Select(line => done + line)];
            var translations = translator.Translate([.. written.Select(line => source[line])], image?.Of(places), speech?.Of(places));
            done += lines.Length;
            var output = written.Zip(translations).ToDictionary(pair => pair.First, pair => form == TextForm.Tokenized ? pair.Second : plain.Text(pair.Second));
            for (var line = 0; line < lines.Length; line++)
                parsed.InvocationConfiguration.Output.WriteLine(output.GetValueOrDefault(line, ""));
        }

        image?.RequireNoMoreThan(done);
        speech?.RequireNoMoreThan(done);
    }
}
