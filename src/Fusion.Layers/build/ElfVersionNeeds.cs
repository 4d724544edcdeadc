// One file for two compilers: the package compiles it for FusionRuntime.diagnose(), MSBuild's RoslynCodeTaskFactory for Fusion.Layers.targets.
// The task factory takes one source file, .NET Standard 2.0 only and no implicit usings, so everything both need stands here in plain C#.
#nullable enable
using System.Text;
#if !FUSION_LAYERS
using System;
using System.Collections.Generic;
using System.IO;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
#endif

namespace Fusion.Layers.Interop;

/// <summary>One version of another library that a shared object asks for (a <c>vernaux</c> entry).</summary>
internal sealed class ElfVersionNeed
{
    internal ElfVersionNeed(string library, string version, bool weak, int index, int flagsOffset)
    {
        Library = library;
        Version = version;
        Weak = weak;
        Index = index;
        FlagsOffset = flagsOffset;
    }

    /// <summary>The library that has to define it, such as <c>libstdc++.so.6</c>.</summary>
    internal string Library { get; }

    /// <summary>The version's name, such as <c>GLIBCXX_3.4.32</c>.</summary>
    internal string Version { get; }

    /// <summary>True where the loader accepts a library that lacks the version.</summary>
    internal bool Weak { get; }

    /// <summary>The number that the symbol version table uses for it.</summary>
    internal int Index { get; }

    /// <summary>Where its 16-bit flags stand in the file.</summary>
    internal int FlagsOffset { get; }
}

/// <summary>The symbol versions of a little-endian 64-bit ELF shared object: what it needs and what it defines.</summary>
internal sealed class ElfVersionNeeds
{
    private const int SectionHeaderSize = 64, NeedSize = 16, AuxSize = 16, DefSize = 20, DefAuxSize = 8, SymbolSize = 24;
    private const uint TypeRela = 4, TypeRel = 9, TypeDynamicSymbols = 11;
    private const uint TypeVersionDefinitions = 0x6ffffffd, TypeVersionNeeds = 0x6ffffffe, TypeSymbolVersions = 0x6fffffff;
    private const int WeakFlag = 2, VersionIndexMask = 0x7fff, MaxName = 255;

    private readonly byte[] bytes;
    private readonly string name;
    private readonly List<Section> sections = new List<Section>();
    private readonly List<ElfVersionNeed> needs = new List<ElfVersionNeed>();
    private readonly List<string> definitions = new List<string>();

    // Each entry is at least eight bytes long, so an honest file cannot have more; a hostile one cannot make the walk long.
    private int budget;

    private ElfVersionNeeds(byte[] bytes, string name)
    {
        this.bytes = bytes;
        this.name = name;
        budget = bytes.Length / 8;
        ReadHeader();
        foreach (Section section in sections)
        {
            if (section.Type == TypeVersionNeeds)
                ReadNeeds(section);
            else if (section.Type == TypeVersionDefinitions)
                ReadDefinitions(section);
        }
    }

    /// <summary>The machine number of the header: 62 is x86-64, 183 is AArch64.</summary>
    internal int Machine { get; private set; }

    /// <summary>Every version asked of another library.</summary>
    internal IReadOnlyList<ElfVersionNeed> Needs { get { return needs; } }

    /// <summary>Every version that this library defines, in file order.</summary>
    internal IReadOnlyList<string> Definitions { get { return definitions; } }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is not a little-endian 64-bit ELF file, or it is damaged.</exception>
    internal static ElfVersionNeeds Read(string path)
    {
        return Parse(File.ReadAllBytes(path), path);
    }

    /// <summary>Reads a file's content; <paramref name="name"/> stands in the error texts.</summary>
    /// <exception cref="InvalidDataException">It is not a little-endian 64-bit ELF file, or it is damaged.</exception>
    internal static ElfVersionNeeds Parse(byte[] bytes, string name)
    {
        return new ElfVersionNeeds(bytes, name);
    }

    /// <summary>
    /// The file's content with every need of <paramref name="version"/> marked weak, or null where none is left to mark.
    /// </summary>
    /// <exception cref="InvalidDataException">A relocation uses a symbol of that version: the library really needs it.</exception>
    internal byte[]? WithWeakNeed(string version)
    {
        var toMark = needs.FindAll(need => need.Version == version && !need.Weak);
        if (toMark.Count == 0)
            return null;
        var copy = (byte[])bytes.Clone();
        var indices = new HashSet<int>();
        foreach (ElfVersionNeed need in toMark)
        {
            indices.Add(need.Index);
            copy[need.FlagsOffset] |= WeakFlag;
        }

        if (AnyIsUsed(indices))
            throw Bad("a relocation uses a symbol of " + version + ", so the library cannot work without it");
        return copy;
    }

    // A need without a relocation comes from a link-time marker: only the loader's version check would ever look at it.
    private bool AnyIsUsed(HashSet<int> versionIndices)
    {
        budget = bytes.Length / 8;
        Section versions = sections.Find(section => section.Type == TypeSymbolVersions);
        if (versions.Type == 0)
            throw Bad("it has version needs but no symbol version table");
        var symbols = new HashSet<long>();
        for (int i = 0; i < versions.Size / 2; i++)
        {
            if (versionIndices.Contains(UInt16(versions.Offset + 2 * i) & VersionIndexMask))
                symbols.Add(i);
        }

        foreach (Section section in sections)
        {
            if (section.Type != TypeRela && section.Type != TypeRel)
                continue;
            if (section.Link >= sections.Count || sections[section.Link].Type != TypeDynamicSymbols)
                continue;
            int entrySize = section.Type == TypeRela ? 24 : 16;
            for (int at = section.Offset; at <= section.Offset + section.Size - entrySize; at += entrySize)
            {
                Spend();
                if (symbols.Contains(UInt32(at + 12)))
                    return true;
            }
        }

        return false;
    }

    private void ReadHeader()
    {
        if (bytes.Length < 4 || bytes[0] != 0x7f || bytes[1] != 'E' || bytes[2] != 'L' || bytes[3] != 'F')
            throw Bad("not an ELF file");
        if (bytes.Length < 64)
            throw Bad("truncated in the ELF header");
        if (bytes[4] != 2 || bytes[5] != 1)
            throw Bad("not a little-endian 64-bit ELF file");
        Machine = UInt16(18);
        long headers = Int64(40);
        int size = UInt16(58), count = UInt16(60);
        if (headers == 0 || count == 0)
            return;
        if (size < SectionHeaderSize)
            throw Bad("section headers of " + size + " bytes");
        Check(headers, (long)size * count, "section headers");
        for (int i = 0; i < count; i++)
        {
            int at = (int)headers + i * size;
            var section = new Section { Type = UInt32(at + 4), Link = (int)Math.Min(UInt32(at + 40), int.MaxValue), Count = UInt32(at + 44) };
            if (IsRead(section.Type))
            {
                long offset = Int64(at + 24), length = Int64(at + 32);
                Check(offset, length, "section " + i);
                section.Offset = (int)offset;
                section.Size = (int)length;
            }

            sections.Add(section);
        }
    }

    // Others may lie about their size (.bss has no bytes in the file) and are never looked into.
    private static bool IsRead(uint type)
    {
        return type == 3 || type == TypeRela || type == TypeRel || type == TypeDynamicSymbols
            || type == TypeVersionDefinitions || type == TypeVersionNeeds || type == TypeSymbolVersions;
    }

    private void ReadNeeds(Section section)
    {
        Section strings = StringsOf(section);
        int at = section.Offset;
        for (uint i = 0; i < section.Count; i++)
        {
            CheckInside(section, at, NeedSize);
            Spend();
            int count = UInt16(at + 2);
            string library = Name(strings, UInt32(at + 4));
            int aux = Next(section, at, UInt32(at + 8), count > 0);
            for (int j = 0; j < count; j++)
            {
                CheckInside(section, aux, AuxSize);
                Spend();
                int index = UInt16(aux + 6) & VersionIndexMask;
                needs.Add(new ElfVersionNeed(library, Name(strings, UInt32(aux + 8)), (UInt16(aux + 4) & WeakFlag) != 0, index, aux + 4));
                aux = Next(section, aux, UInt32(aux + 12), j + 1 < count);
            }

            at = Next(section, at, UInt32(at + 12), i + 1 < section.Count);
        }
    }

    private void ReadDefinitions(Section section)
    {
        Section strings = StringsOf(section);
        int at = section.Offset;
        for (uint i = 0; i < section.Count; i++)
        {
            CheckInside(section, at, DefSize);
            Spend();
            if (UInt16(at + 6) > 0)
            {
                // The first auxiliary entry is the version's own name, later ones its parents; the base entry (flag 1) is the file's name.
                int aux = Next(section, at, UInt32(at + 12), true);
                CheckInside(section, aux, DefAuxSize);
                if ((UInt16(at + 2) & 1) == 0)
                    definitions.Add(Name(strings, UInt32(aux)));
            }

            at = Next(section, at, UInt32(at + 16), i + 1 < section.Count);
        }
    }

    private Section StringsOf(Section section)
    {
        if (section.Link >= sections.Count || sections[section.Link].Type != 3)
            throw Bad("a version section without a string table");
        return sections[section.Link];
    }

    // Chains only move forwards: a zero or a jump out of the section ends the walk with an error where more is expected.
    private int Next(Section section, int at, uint step, bool more)
    {
        if (!more)
            return at;
        if (step == 0 || step > section.Size)
            throw Bad("a broken chain in a version section");
        return at + (int)step;
    }

    private string Name(Section strings, uint offset)
    {
        if (offset >= strings.Size)
            throw Bad("a version name outside its string table");
        int start = strings.Offset + (int)offset, end = start, limit = strings.Offset + strings.Size;
        while (end < limit && bytes[end] != 0)
            end++;
        if (end == limit || end - start > MaxName)
            throw Bad("a version name without an end");
        return Encoding.UTF8.GetString(bytes, start, end - start);
    }

    private void Spend()
    {
        if (--budget < 0)
            throw Bad("more entries than a file of this size can hold");
    }

    private void CheckInside(Section section, int at, int size)
    {
        if (at < section.Offset || at > section.Offset + section.Size - size)
            throw Bad("a version entry outside its section");
    }

    private void Check(long offset, long size, string what)
    {
        if (offset < 0 || size < 0 || offset > bytes.Length || size > bytes.Length - offset)
            throw Bad("truncated: " + what + " reach beyond the end");
    }

    private InvalidDataException Bad(string what)
    {
        return new InvalidDataException(name + ": " + what + ".");
    }

    private int UInt16(int at)
    {
        return bytes[at] | bytes[at + 1] << 8;
    }

    private uint UInt32(int at)
    {
        return (uint)UInt16(at) | (uint)UInt16(at + 2) << 16;
    }

    private long Int64(int at)
    {
        return (long)(UInt32(at) | (ulong)UInt32(at + 4) << 32);
    }

    private struct Section
    {
        internal uint Type, Count;
        internal int Link, Offset, Size;
    }
}

/// <summary>Finds the library files that the loader of this host takes.</summary>
internal static class HostLibrary
{
    private static readonly string[] Directories =
    {
        "/usr/lib/x86_64-linux-gnu", "/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/lib/aarch64-linux-gnu",
        "/usr/lib64", "/lib64", "/usr/lib", "/lib",
    };

    /// <summary>The first file of a name such as <c>libstdc++.so.6</c>, in the loader's order, made for <paramref name="machine"/>; null where there is none.</summary>
    internal static string? Find(string library, int machine)
    {
        const string cache = "/etc/ld.so.cache";
        var candidates = new List<string>();
        if (File.Exists(cache))
            candidates.AddRange(InLoaderCache(File.ReadAllBytes(cache), library));
        foreach (string directory in Directories)
            candidates.Add(Path.Combine(directory, library));
        return candidates.Find(path => IsFor(path, machine));
    }

    /// <summary>The paths that a loader cache (what <c>ldconfig -p</c> prints) has for a library; none where it is in no known format.</summary>
    internal static IEnumerable<string> InLoaderCache(byte[] cache, string library)
    {
        // Older systems put a table in the former format before this one; offsets count from this header.
        byte[] magic = Encoding.ASCII.GetBytes("glibc-ld.so.cache1.1");
        int start = IndexOf(cache, magic);
        var paths = new List<string>();
        if (start < 0 || cache.Length - start < 48)
            return paths;
        long count = BitConverter.ToUInt32(cache, start + 20);
        for (long i = 0; i < count && start + 48 + 24 * (i + 1) <= cache.Length; i++)
        {
            int entry = (int)(start + 48 + 24 * i);
            if (Text(cache, start + (long)BitConverter.ToUInt32(cache, entry + 4), library.Length + 1) == library)
                paths.Add(Text(cache, start + (long)BitConverter.ToUInt32(cache, entry + 8), 4096));
        }

        return paths;
    }

    private static bool IsFor(string path, int machine)
    {
        if (!File.Exists(path))
            return false;
        var header = new byte[20];
        using (FileStream stream = File.OpenRead(path))
        {
            if (stream.Read(header, 0, header.Length) < header.Length)
                return false;
        }

        // A 32-bit twin of the library stands in the same cache under the same name.
        return header[0] == 0x7f && header[1] == 'E' && header[4] == 2 && header[5] == 1 && (header[18] | header[19] << 8) == machine;
    }

    private static string Text(byte[] bytes, long start, int limit)
    {
        if (start >= bytes.Length)
            return "";
        int length = 0;
        while (length < limit && start + length < bytes.Length && bytes[start + length] != 0)
            length++;
        return Encoding.UTF8.GetString(bytes, (int)start, length);
    }

    private static int IndexOf(byte[] bytes, byte[] what)
    {
        for (int i = 0; i <= bytes.Length - what.Length; i++)
        {
            int j = 0;
            while (j < what.Length && bytes[i + j] == what[j])
                j++;
            if (j == what.Length)
                return i;
        }

        return -1;
    }
}

#if !FUSION_LAYERS
/// <summary>Writes copies of native libraries whose need of one version is marked weak, where this host's libstdc++ lacks that version.</summary>
public sealed class FusionWeakenVersionNeed : Task
{
    /// <summary>The libraries as the package has them.</summary>
    [Required]
    public ITaskItem[] Libraries { get; set; } = new ITaskItem[0];

    /// <summary>Where each copy goes; as many as <see cref="Libraries"/>.</summary>
    [Required]
    public ITaskItem[] Copies { get; set; } = new ITaskItem[0];

    /// <summary>The version, such as GLIBCXX_3.4.32.</summary>
    [Required]
    public string Version { get; set; } = "";

    /// <summary>Copies without asking whether this host needs it.</summary>
    public bool Always { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        for (int i = 0; i < Libraries.Length; i++)
        {
            string library = Libraries[i].GetMetadata("FullPath"), copy = Copies[i].GetMetadata("FullPath");
            try
            {
                Weaken(library, copy);
            }
            catch (Exception error) when (error is IOException || error is InvalidDataException || error is UnauthorizedAccessException)
            {
                Log.LogError("FusionFixNativeLoad: " + error.Message);
            }
        }

        return !Log.HasLoggedErrors;
    }

    private void Weaken(string library, string copy)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        // A leftover may be a link, and writing through it would change the package cache.
        File.Delete(copy);
        ElfVersionNeeds elf = ElfVersionNeeds.Read(library);
        string reason = "";
        if (!Always)
        {
            string? host = HostLibrary.Find("libstdc++.so.6", elf.Machine);
            if (host == null || new List<string>(ElfVersionNeeds.Read(host).Definitions).Contains(Version))
                return;
            reason = ", which " + host + " lacks";
        }

        byte[]? weak = elf.WithWeakNeed(Version);
        if (weak == null)
            return;
        File.WriteAllBytes(copy, weak);
        Log.LogMessage(MessageImportance.High, "FusionFixNativeLoad: " + Path.GetFileName(library) + " asks for " + Version + reason
            + "; the output takes a copy that asks for it weakly: " + copy);
    }
}
#endif
