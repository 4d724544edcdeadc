using System.Buffers.Binary;
using System.Text;

namespace Fusion.Layers.Tests.Interop;

/// <summary>
/// The bytes of a small ELF64 shared object that needs two versions of libstdc++ and defines one of its own.
/// Symbol 1 carries GLIBCXX_3.4 and has a relocation; symbol 2 carries the newer version.
/// </summary>
internal sealed class ElfFixture
{
    private readonly MemoryStream content = new();
    private readonly List<(uint Type, int Offset, int Size, int Link, int Count)> sections = [];

    internal string NewVersion { get; init; } = "GLIBCXX_3.4.32";
    internal string Definition { get; init; } = "FIXTURE_1.1";
    internal bool Weak { get; init; }
    internal bool NewVersionIsUsed { get; init; }
    internal ushort Machine { get; init; } = 62;

    /// <summary>Where the sections start in the file; known after <see cref="Build"/>.</summary>
    internal int Needs { get; private set; }
    internal int Definitions { get; private set; }
    internal int Names { get; private set; }
    internal int FlagsOfNewVersion => Needs + 16 + 16 + 4;

    internal byte[] Build()
    {
        content.SetLength(0);
        content.Write(new byte[64]);
        sections.Add((0, 0, 0, 0, 0));
        var strings = $"\0libstdc++.so.6\0GLIBCXX_3.4\0{NewVersion}\0libfixture.so\0FIXTURE_1.0\0{Definition}\0";
        int At(string name) => strings.IndexOf("\0" + name + "\0", StringComparison.Ordinal) + 1;
        Names = Add(3, 0, 0, Encoding.ASCII.GetBytes(strings));
        Add(11, 1, 1, new byte[3 * 24]);
        Add(0x6fffffff, 2, 0, Shorts(0, 2, 3));
        Needs = Add(0x6ffffffe, 1, 1,
        [
            .. Shorts(1, 2), .. Words(At("libstdc++.so.6"), 16, 0),
            .. Words(0x1111), .. Shorts(0, 2), .. Words(At("GLIBCXX_3.4"), 16),
            .. Words(0x2222), .. Shorts(Weak ? 2 : 0, 3), .. Words(At(NewVersion), 0),
        ]);
        Definitions = Add(0x6ffffffd, 1, 2,
        [
            .. Shorts(1, 1, 1, 1), .. Words(0x3333, 20, 28), .. Words(At("libfixture.so"), 0),
            // A version with a parent: only its own name, the first, is a definition.
            .. Shorts(1, 0, 4, 2), .. Words(0x4444, 20, 0), .. Words(At(Definition), 8), .. Words(At("FIXTURE_1.0"), 0),
        ]);
        Add(4, 2, 0, [.. Longs(0x1000, (NewVersionIsUsed ? 2L : 1L) << 32 | 6, 0)]);

        while (content.Length % 8 != 0)
            content.WriteByte(0);
        var headers = (int)content.Length;
        foreach (var (type, offset, size, link, count) in sections)
            content.Write([.. Words(0, (int)type), .. Longs(0, 0, offset, size), .. Words(link, count), .. Longs(8, 0)]);

        var bytes = content.ToArray();
        new byte[] { 0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1 }.CopyTo(bytes, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(16), 3);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(18), Machine);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(40), headers);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(58), 64);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(60), (ushort)sections.Count);
        return bytes;
    }

    private int Add(uint type, int link, int count, byte[] bytes)
    {
        while (content.Length % 8 != 0)
            content.WriteByte(0);
        var offset = (int)content.Length;
        sections.Add((type, offset, bytes.Length, link, count));
        content.Write(bytes);
        return offset;
    }

    private static IEnumerable<byte> Numbers<T>(T[] values, int size, Func<T, long> widen) =>
        values.SelectMany(value => BitConverter.GetBytes(widen(value)).Take(size));

    private static byte[] Shorts(params int[] values) => [.. Numbers(values, 2, value => value)];

    private static byte[] Words(params int[] values) => [.. Numbers(values, 4, value => value)];

    private static byte[] Longs(params long[] values) => [.. Numbers(values, 8, value => value)];
}
