namespace Fusion.Reference.Data.Iemocap;

/// <summary>The release's emotion categories and the classes that experiments make of them.</summary>
internal static class IemocapEmotions
{
    /// <summary>The eleven categories: neutral, frustrated, angry, sad, excited, happy, surprised, fearful, disgusted, other, no agreement.</summary>
    public static readonly IReadOnlyList<string> All = ["neu", "fru", "ang", "sad", "exc", "hap", "sur", "fea", "dis", "oth", "xxx"];

    /// <summary>The four classes of the literature: 0 angry, 1 happy or excited, 2 sad, 3 neutral; -1 otherwise.</summary>
    public static int Four(string emotion) => emotion switch
    {
        "ang" => 0,
        "hap" or "exc" => 1,
        "sad" => 2,
        "neu" => 3,
        _ => -1,
    };

    /// <summary>The six classes of the first author's earlier code: 0 angry, 1 happy or excited, 2 sad or frustrated, 3 fearful, 4 surprised, 5 neutral; -1 otherwise.</summary>
    public static int Six(string emotion) => emotion switch
    {
        "fru" => 2,
        "fea" => 3,
        "sur" => 4,
        "neu" => 5,
        _ => Four(emotion),
    };
}
