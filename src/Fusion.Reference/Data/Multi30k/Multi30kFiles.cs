using Fusion.Reference.Data.Download;

namespace Fusion.Reference.Data.Multi30k;

/// <summary>The public text of Multi30K, task 1, in English and French, as its repository holds it at one commit.</summary>
internal static class Multi30kFiles
{
    /// <summary>Where the files are published.</summary>
    public const string BaseAddress = "https://raw.githubusercontent.com/multi30k/dataset/a3d2e0d26b56f3846f66a952536ffed4e401d05a/data/task1";

    /// <summary>Folder below that of the data set that they belong in.</summary>
    public static readonly string Folder = Path.Combine("data", "task1");

    /// <summary>Every file, with what it has to be.</summary>
    public static readonly IReadOnlyList<RemoteFile> All =
    [
        new("raw/train.en.gz", 568929, "d79cfa999dd4c51d2cb42499b6796d5a882c3a8a961923c25a898c90f8bbd56f"),
        new("raw/train.fr.gz", 604242, "622e75069e9f4c577425c4f277116ce66e63a2401c0a2312d90073cb12379a3c"),
        new("tok/train.lc.norm.tok.en", 1837696, "08925f8e0572bcd5a006702fc5fe20e2d77c6917d4eebd576fc20de6693c2119"),
        new("tok/train.lc.norm.tok.fr", 2235588, "8fa41bb718412bcb7c5dfa58603842810a01543eae86a51279f9886b901266e1"),
        new("image_splits/train.txt", 427810, "97ee57e160a46c7d0e75298ebf57967e1245698a6f8806436ff07e61d1a41221"),
        new("raw/val.en.gz", 21650, "14f7d25ddd868909a9213e361768460edcacdd6ab9d1e77b92560dc10c10dc28"),
        new("raw/val.fr.gz", 23001, "ca3106f1a72390591d25f6c45cb4cd39dec4cd3f123e099748a3ce5256c160e9"),
        new("tok/val.lc.norm.tok.en", 64608, "46573ce391ae227f1c72f873392436a20ef18e0a6d518098cfbd70b77c8572ec"),
        new("tok/val.lc.norm.tok.fr", 78242, "b303e301aa21fe7822a846b2b3fb2d5a1121ec807cd5b1d006fb7b2b5507168a"),
        new("image_splits/val.txt", 14966, "db26f03eaf833ec47bfaea129ed053b68cbcfc5d1f9a09c4cdf7c88fbfea7108"),
        new("raw/test_2016_flickr.en.gz", 21077, "611d361c6334bc7246101d48097c13cf5c4413c5befc793cc629934359d532d9"),
        new("raw/test_2016_flickr.fr.gz", 22310, "6d326e188d259fb1d04ac19eae3af956559b3a0b93d7635e56c90987c40c8b90"),
        new("tok/test_2016_flickr.lc.norm.tok.en", 63307, "5b7f32627cf99eced828311b955dae9800bb52bc8b91cf8b6526829e605b29d2"),
        new("tok/test_2016_flickr.lc.norm.tok.fr", 76394, "1463bd5960f9bfe098ec3cd752d3df0c49c84dc646fb518964a29232658cd836"),
        new("image_splits/test_2016_flickr.txt", 14756, "871e8ecafc66fb13e044ecccf669d04a865b4c58553227df86b933f0337a1563"),
        new("raw/test_2017_flickr.en.gz", 19138, "76a444ee25172e72695cddb13ae4a3bda59430617be88e0bb46b60504f054074"),
        new("raw/test_2017_flickr.fr.gz", 20434, "3ba671ceb2299f3304ffafefea7a833d08632fbaf0ba18546f8a2ec2391af496"),
        new("tok/test_2017_flickr.lc.norm.tok.en", 56123, "c9d1dfd7a26add989382e534af235af9f0f658b2a30e7eb0efdaf142496ee54f"),
        new("tok/test_2017_flickr.lc.norm.tok.fr", 69537, "c0583117a47b31e8a6c6a97cfe8de153e462074668f4e994764fcc80b21d33b4"),
        new("image_splits/test_2017_flickr.txt", 26996, "7bef9b1eb747593c23a8597e830ac804d28180d1226c1d6e5bc3f08ccc561e85"),
        new("raw/test_2017_mscoco.en.gz", 8844, "aab300bfb4427697987e02cd0aacd44bfe8aa50456231b6474c08038bbed2b58"),
        new("raw/test_2017_mscoco.fr.gz", 9751, "754f3072ba9f124569ba5258b32730fc1d214bbf8e0c6dfb2b74401676220db0"),
        new("tok/test_2017_mscoco.lc.norm.tok.en", 25380, "fe69ae004d71c42ead0301e70c57de5b1b6b5fb7f52210d42b22801e98e656f3"),
        new("tok/test_2017_mscoco.lc.norm.tok.fr", 31725, "0b6a4620f02b6b9acf7811fda23f90fed9c6baa0b96aa224db50a273078c84d1"),
        new("image_splits/test_2017_mscoco.txt", 17505, "8f976b3c0beed9d96c918fb41e36178f1af11f0ff61d964592b80f932cb5c6d8"),
        new("raw/test_2018_flickr.en.gz", 23514, "ef4f4844037d4c5dea75c9a8ed5fd78905967a26f67c255e230cc9780032654d"),
        new("raw/test_2018_flickr.fr.gz", 25321, "fb2b83fcceb937a4f7e3e93c1c51c22aba92f1e342391e6b5ba392b16a920501"),
        new("tok/test_2018_flickr.lc.norm.tok.en", 71617, "a66e25cbb8323d74a40873dcd222659f39e30ee7687a6ed5445833aed0673239"),
        new("tok/test_2018_flickr.lc.norm.tok.fr", 90128, "22d44a4ba21e050f218399f2c4f9e1a36875f209820c1f1c9af5b76a2947a71c"),
        new("image_splits/test_2018_flickr.txt", 28905, "8922c98be3e2b6866cd27d90e855214c2d9437fb9ebe406cdcde0edb786b4b95"),
    ];
}
