using System.Buffers.Binary;
using System.Diagnostics;
using Fusion.Layers.Interop;
using Xunit;

namespace Fusion.Layers.Tests.Interop;

public sealed class ElfVersionNeedsTests
{
    private const string New = "GLIBCXX_3.4.32";

    [Fact]
    public void NeedsAndDefinitionsAreRead()
    {
        var elf = ElfVersionNeeds.Parse(new ElfFixture { Machine = 183 }.Build(), "fixture");
        Assert.Equal(183, elf.Machine);
        Assert.Equal([("libstdc++.so.6", "GLIBCXX_3.4", false), ("libstdc++.so.6", New, false)],
            elf.Needs.Select(need => (need.Library, need.Version, need.Weak)));
        Assert.Equal(["FIXTURE_1.1"], elf.Definitions);
    }

    [Fact]
    public void MarkingChangesOneByteOfACopy()
    {
        var fixture = new ElfFixture();
        var bytes = fixture.Build();
        var before = (byte[])bytes.Clone();
        var weak = ElfVersionNeeds.Parse(bytes, "fixture").WithWeakNeed(New);
        Assert.NotNull(weak);
        Assert.Equal(before, bytes);
        Assert.Equal([fixture.FlagsOfNewVersion], Enumerable.Range(0, bytes.Length).Where(i => bytes[i] != weak[i]));
        Assert.Equal([false, true], ElfVersionNeeds.Parse(weak, "weak").Needs.Select(need => need.Weak));
    }

    [Fact]
    public void AWeakNeedIsLeftAlone() =>
        Assert.Null(ElfVersionNeeds.Parse(new ElfFixture { Weak = true }.Build(), "fixture").WithWeakNeed(New));

    [Fact]
    public void AnotherVersionIsLeftAlone() =>
        Assert.Null(ElfVersionNeeds.Parse(new ElfFixture { NewVersion = "GLIBCXX_3.4.33" }.Build(), "fixture").WithWeakNeed(New));

    [Fact]
    public void AVersionThatARelocationUsesIsNotMarked()
    {
        var elf = ElfVersionNeeds.Parse(new ElfFixture { NewVersionIsUsed = true }.Build(), "fixture");
        Assert.Contains("a relocation uses a symbol of " + New, Assert.Throws<InvalidDataException>(() => elf.WithWeakNeed(New)).Message);
    }

    [Theory]
    [InlineData("", "not an ELF file")]
    [InlineData("\u007fEL", "not an ELF file")]
    [InlineData("#!/bin/sh\necho this is a script, not a library, however long it is ......", "not an ELF file")]
    [InlineData("\u007fELF\u0002\u0001", "truncated in the ELF header")]
    public void WhatIsNotElfIsRefused(string text, string expected)
    {
        var error = Assert.Throws<InvalidDataException>(() => ElfVersionNeeds.Parse(System.Text.Encoding.Latin1.GetBytes(text), "some/file"));
        Assert.StartsWith("some/file: ", error.Message);
        Assert.Contains(expected, error.Message);
    }

    [Theory]
    [InlineData(4, 1)] // 32-bit
    [InlineData(5, 2)] // big-endian
    public void OtherClassesAreRefused(int at, byte value)
    {
        var bytes = new ElfFixture().Build();
        bytes[at] = value;
        Assert.Contains("not a little-endian 64-bit ELF file", Refusal(bytes));
    }

    [Fact]
    public void EveryTruncationIsAnError()
    {
        var bytes = new ElfFixture().Build();
        for (var length = 0; length < bytes.Length; length++)
            Refusal(bytes[..length]);
    }

    [Fact]
    public void ABrokenChainIsAnError()
    {
        var fixture = new ElfFixture();
        var bytes = fixture.Build();
        // The first of two entries says that there is no next one.
        Put32(bytes, fixture.Needs + 16 + 12, 0);
        Assert.Contains("broken chain", Refusal(bytes));
        // It jumps far out of its section.
        Put32(bytes, fixture.Needs + 16 + 12, 0xfffffff0);
        Assert.Contains("broken chain", Refusal(bytes));
        // It jumps just behind the end.
        Put32(bytes, fixture.Needs + 16 + 12, 30);
        Assert.Contains("outside its section", Refusal(bytes));
    }

    [Fact]
    public void ANameOutsideItsTableIsAnError()
    {
        var fixture = new ElfFixture();
        var bytes = fixture.Build();
        Put32(bytes, fixture.Needs + 16 + 8, 5000);
        Assert.Contains("name outside its string table", Refusal(bytes));

        bytes = fixture.Build();
        bytes.AsSpan(fixture.Names, 95).Fill((byte)'x');
        Assert.Contains("name without an end", Refusal(bytes));
    }

    [Fact]
    public void RandomDamageIsReadOrRefusedAndNothingElse()
    {
        var good = new ElfFixture().Build();
        var random = new Random(1);
        int read = 0, refused = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = (byte[])good.Clone();
            for (var flips = random.Next(1, 6); flips > 0; flips--)
                bytes[random.Next(4, bytes.Length)] = (byte)random.Next(256);
            try
            {
                ElfVersionNeeds.Parse(bytes, "damaged").WithWeakNeed(New);
                read++;
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.True(read > 1000 && refused > 1000, $"read {read}, refused {refused}");
    }

    [Fact]
    public void AHostileFileEndsSoon()
    {
        // 60,000 section headers that all point at the same version needs: honest work times 60,000.
        var good = new ElfFixture().Build();
        var start = (int)BinaryPrimitives.ReadInt64LittleEndian(good.AsSpan(40));
        var needs = good.AsSpan(start + 4 * 64, 64).ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(needs.AsSpan(24), good.Length);
        BinaryPrimitives.WriteInt64LittleEndian(needs.AsSpan(32), 1 << 20);
        Put32(needs, 44, uint.MaxValue);
        var chain = new byte[1 << 20];
        for (var at = 0; at + 16 <= chain.Length; at += 16)
        {
            Put32(chain, at + 4, 1);
            Put32(chain, at + 12, 16);
        }

        byte[] bytes = [.. good, .. chain, .. Enumerable.Repeat(needs, 60_000).SelectMany(header => header)];
        good.AsSpan(start, 4 * 64).CopyTo(bytes.AsSpan(good.Length + chain.Length));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(40), good.Length + chain.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(60), 60_000);
        var clock = Stopwatch.StartNew();
        Refusal(bytes);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"took {clock.Elapsed}");
    }

    private static string Refusal(byte[] bytes) =>
        Assert.Throws<InvalidDataException>(() => ElfVersionNeeds.Parse(bytes, "fixture")).Message;

    private static void Put32(byte[] bytes, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), value);
}
