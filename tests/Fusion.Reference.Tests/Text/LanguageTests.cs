using Fusion.Reference.Text;
using Xunit;

namespace Fusion.Reference.Tests.Text;

public class LanguageTests
{
    [Fact]
    public void Finds_each_by_its_code() => Assert.Equal(["en", "fr", "pt", "de"], Language.All.Select(language => Language.Find(language.Code).Code));

    [Fact]
    public void Names_the_codes_there_are() =>
        Assert.Equal("expected a language out of en, fr, pt, de, found 'xx'", Assert.Throws<UserErrorException>(() => Language.Find("xx")).Message);
}
