namespace Fusion.Reference.Metrics;

/// <summary>
/// Short lists of words without much content of their own (marks, articles, prepositions, conjunctions, pronouns, auxiliaries), made for this program.
/// METEOR 1.5 has lists of frequent words, which its licence keeps out of here.
/// </summary>
internal static class MeteorFunctionWords
{
    private const string Marks = ". , ; : ! ? ... ( ) [ ] - -- \" ' / &quot; &apos; « » “ ” ‘ ’ – — …";

    private static readonly Dictionary<string, IReadOnlySet<string>> Lists = new(StringComparer.Ordinal)
    {
        ["en"] = List("""
            a an the this that these those
            of to in on at by for from with without into onto over under about after before between through during against near
            and or but nor so yet if as than because while although when where who whom whose which what how
            i you he she it we they me him her us them my your his its our their
            be am is are was were been being have has had do does did will would shall should can could may might must
            not no 's n't 't &apos;s n&apos;t
            """),
        ["fr"] = List("""
            le la les l' un une des du au aux de d' ce cet cette ces
            à dans en sur sous par pour avec sans chez vers entre devant derrière avant après pendant contre près
            et ou mais ni donc or car si que qu' qui dont où quand comme lorsque
            je j' tu il elle on nous vous ils elles me m' te t' se s' lui leur y moi toi eux
            mon ton son ma ta sa mes tes ses notre votre nos vos leurs
            être suis es est sommes êtes sont était étaient été avoir ai as a avons avez ont avait avaient eu
            ne n' pas plus
            l&apos; d&apos; qu&apos; j&apos; m&apos; t&apos; s&apos; n&apos;
            """),
        ["de"] = List("""
            der die das den dem des ein eine einen einem einer eines dieser diese dieses diesen diesem
            in im an am auf aus bei beim mit nach von vom zu zum zur für über unter um durch gegen ohne vor hinter neben zwischen während
            und oder aber denn sondern dass wenn weil als wie ob wer was wo
            ich du er sie es wir ihr mich dich sich uns euch ihn ihm ihnen mein dein sein seine seinen seinem seiner ihre ihren ihrem ihrer unser
            bin bist ist sind seid war waren gewesen haben hat hatte hatten werden wird wurde wurden worden kann können muss
            nicht kein keine
            """),
        ["pt"] = List("""
            o a os as um uma uns umas este esta esse essa isto isso aquele aquela
            de do da dos das em no na nos nas por pelo pela pelos pelas para com sem sobre sob entre até ao à aos às
            e ou mas nem se que quem como quando onde porque
            eu tu você ele ela nós vocês eles elas me te se lhe seu sua seus suas meu minha
            ser é são era foi foram estar está estão estava ter tem têm tinha há
            não
            """),
    };

    /// <summary>The function words of a language.</summary>
    /// <param name="language">One of <see cref="MeteorParameters.Languages"/>.</param>
    public static IReadOnlySet<string> Of(string language) => Lists.GetValueOrDefault(language)
        ?? throw new ArgumentException($"expected one of {string.Join(", ", Lists.Keys)}, found '{language}'", nameof(language));

    private static HashSet<string> List(string words) => [.. $"{Marks} {words}".Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)];
}
