namespace Fusion.Reference.Text;

/// <summary>A language as tokenisers see it: how it uses the apostrophe, and after which words a full stop belongs to the word.</summary>
internal sealed class Language
{
    // Written for this project from everyday knowledge of each language. Case counts: "No." before a number is not "no." at the end of a sentence.
    private static readonly string[] Initials = [.. Enumerable.Range('A', 26).Select(letter => ((char)letter).ToString())];

    private Language(string code, Apostrophe apostrophe, char groupMark, string abbreviations, string numberAbbreviations)
    {
        Code = code;
        Apostrophe = apostrophe;
        GroupMark = groupMark;
        Abbreviations = new HashSet<string>([.. Initials, .. Words(abbreviations)], StringComparer.Ordinal);
        NumberAbbreviations = new HashSet<string>(Words(numberAbbreviations), StringComparer.Ordinal);
    }

    public static Language English { get; } = new("en", Apostrophe.StartsWord, '.',
        "Mr Mrs Ms Messrs Dr Drs Prof Rev Fr Sr St Mt Ft Hon Gov Sen Rep Pres Amb Gen Col Lt Maj Capt Cmdr Adm Sgt Cpl Pvt Supt Insp Asst Assoc Bros Corp Inc Ltd Co Univ Dept Ave Blvd Rd vs",
        "No Nos Art Fig fig Vol vol pp Ch Sec");

    public static Language French { get; } = new("fr", Apostrophe.EndsWord, ',',
        "M MM Mme Mmes Mlle Mlles Mgr Me Dr Drs Pr Prof St Ste Sts Gén Col Cap Lt Cie Ets av bd boul chap art al cf éd ed env ex etc fig ibid p pp s sec sq suiv t tél vol vs max min hab janv févr avr juil sept oct nov déc",
        "n no nos");

    public static Language Portuguese { get; } = new("pt", Apostrophe.Separate, '.',
        "Sr Sra Srs Sras Srta Dr Dra Drs Dras Prof Profa Eng Enga Arq Exmo Exma Ilmo Ilma Pe Fr Sto Sta Gen Cel Cap Ten Sgt Alm Gov Dep Sen Av Al Pça R Ltda Cia etc ex fig pág págs p pp vol cap art séc tel obs",
        "n núm num No no");

    public static Language German { get; } = new("de", Apostrophe.Separate, ',',
        "Fr Frl Dr Prof Dipl Ing Hrsg St Nr Str Bd Abb Abs Art Aufl Anm Kap Tab Tel bzw ca etc evtl ggf inkl exkl max min usw vgl zzgl Jan Feb Mär Apr Jun Jul Aug Sep Sept Okt Nov Dez",
        "Nr nr S");

    public static IReadOnlyList<Language> All { get; } = [English, French, Portuguese, German];

    /// <summary>Two letters, ISO 639-1.</summary>
    public string Code { get; }

    public Apostrophe Apostrophe { get; }

    /// <summary>What a no-break space between two digits is written as.</summary>
    public char GroupMark { get; }

    /// <summary>Words that keep a full stop.</summary>
    public IReadOnlySet<string> Abbreviations { get; }

    /// <summary>Words that keep a full stop before a number.</summary>
    public IReadOnlySet<string> NumberAbbreviations { get; }

    /// <summary>The language of a two-letter code.</summary>
    /// <exception cref="UserErrorException">There is none.</exception>
    public static Language Find(string code) =>
        All.FirstOrDefault(language => language.Code == code)
        ?? throw new UserErrorException($"expected a language out of {string.Join(", ", All.Select(language => language.Code))}, found '{code}'");

    public override string ToString() => Code;

    private static string[] Words(string list) => list.Split(' ');
}
