using System.IO.Compression;
using System.Text;
using Fusion.Reference.Data;
using Fusion.Reference.Metrics;
using Xunit;

namespace Fusion.Reference.Tests.Metrics;

public sealed class MeteorTablesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reads_what_the_folder_has_of_the_language()
    {
        _folder.File("function-en.words", "the\n\n of \n");
        _folder.File("synonyms-fr.txt", "chapeau casquette\n");
        WriteParaphrases("paraphrase-fr.gz", "0.5\nle chat\nle matou\n");
        var tables = Load("fr", "en", "le", "chat", "matou");
        Assert.Equal(["of", "the"], tables.FunctionWords.Order(StringComparer.Ordinal));
        Assert.Equal("user-en", tables.FunctionWordSource);
        Assert.True(tables.Synonyms!.Share("casquette", "chapeau"));
        Assert.Contains("le chat", tables.Paraphrases!.Of("le matou"));
    }

    [Fact]
    public void What_the_folder_has_not_is_the_programs_own()
    {
        _folder.File("synonyms-en.txt", "a b\n");
        var tables = Load("en", "de");
        Assert.Equal("own-de", tables.FunctionWordSource);
        Assert.Contains("und", tables.FunctionWords);
        Assert.Null(tables.Paraphrases);
    }

    [Fact]
    public void A_folder_with_none_of_the_files_is_an_error()
    {
        _folder.File("synonyms-fr.txt", "a b\n");
        Assert.Contains("function-en.words, synonyms-pt.txt or paraphrase-pt.gz", Assert.Throws<DataFormatException>(() => Load("pt", "en")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_entries_whose_words_all_occur_are_kept()
    {
        WriteParaphrases("paraphrase-en.gz", "0.5\na b\nc\n0.25\na\nd\n");
        var table = ParaphraseTable.Load(_folder["paraphrase-en.gz"], new HashSet<string> { "a", "b", "c" });
        Assert.Equal("c", Assert.Single(table.Of("a b")));
        Assert.Empty(table.Of("a"));
        Assert.Equal(2, table.MaxLength);
    }

    [Theory]
    [InlineData("0.5\na\n", ":2: expected three lines for each entry")]
    [InlineData("0.5\na\nb\nhalf\na\nb\n", ":4: expected a probability, found 'half'")]
    [InlineData("0.5\n\nb\n", ":2: expected a phrase, found an empty line")]
    [InlineData("0.5\na\n \n", ":3: expected a phrase, found an empty line")]
    public void Says_what_is_wrong_with_a_table_of_paraphrases(string text, string expected)
    {
        WriteParaphrases("paraphrase-en.gz", text);
        Assert.Contains(expected, Assert.Throws<DataFormatException>(() => Load("en", "en")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_of_paraphrases_may_be_plain_but_not_cut_off()
    {
        _folder.File("paraphrase-en.gz", "0.5\na\nb\n");
        Assert.Contains("b", Load("en", "en", "a", "b").Paraphrases!.Of("a"));
        WriteParaphrases("paraphrase-en.gz", string.Concat(Enumerable.Range(0, 300).Select(entry => $"0.5\nphrase {entry}\nother {entry}\n")));
        var packed = File.ReadAllBytes(_folder["paraphrase-en.gz"]);
        for (var length = 2; length < packed.Length; length += 41)
        {
            File.WriteAllBytes(_folder["paraphrase-en.gz"], packed[..length]);
            Assert.Contains("paraphrase-en.gz: expected an intact gzip file", Assert.Throws<DataFormatException>(() => Load("en", "en")).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_set_of_one_word_is_an_error()
    {
        _folder.File("synonyms-fr.txt", "a b\nc\n");
        Assert.Contains("synonyms-fr.txt:2: expected two or more words, found 'c'", Assert.Throws<DataFormatException>(() => Load("fr", "en")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_language_has_function_words_of_its_own() =>
        Assert.All(MeteorParameters.Languages, language => Assert.Contains(",", MeteorTables.Own(language).FunctionWords));

    private MeteorTables Load(string language, string functionWordLanguage, params string[] words) =>
        MeteorTables.Load(_folder.Root, language, functionWordLanguage, words.ToHashSet());

    private void WriteParaphrases(string name, string text)
    {
        using var stream = new GZipStream(File.Create(_folder[name]), CompressionMode.Compress);
        stream.Write(Encoding.UTF8.GetBytes(text));
    }
}
