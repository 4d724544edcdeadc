using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Xml.Linq;
using Xunit;

namespace Fusion.Layers.Tests.Packaging;

public sealed class PackageTests
{
    private static readonly string[] Frameworks = ["net10.0", "net8.0"];

    [Fact]
    public void ThePackageHoldsTheseFilesAndNoOthers() => Assert.Equal(
        [
            "README.md", "build/ElfVersionNeeds.cs", "build/Fusion.Layers.targets", "buildTransitive/Fusion.Layers.targets",
            "lib/net10.0/Fusion.Layers.dll", "lib/net10.0/Fusion.Layers.xml", "lib/net8.0/Fusion.Layers.dll", "lib/net8.0/Fusion.Layers.xml",
        ],
        Contents("nupkg"));

    [Fact]
    public void TheSymbolPackageHoldsTheSymbolsOfBothFrameworks() =>
        Assert.Equal(["lib/net10.0/Fusion.Layers.pdb", "lib/net8.0/Fusion.Layers.pdb"], Contents("snupkg"));

    [Fact]
    public void TorchSharpIsTheOneDependency()
    {
        var groups = Nuspec().Descendants().Where(element => element.Name.LocalName == "group").ToDictionary(
            group => group.Attribute("targetFramework")!.Value, group => group.Elements().Select(dependency => dependency.Attribute("id")!.Value).ToArray());
        Assert.Equal(Frameworks, groups.Keys.Order());
        Assert.All(groups.Values, ids => Assert.Equal(["TorchSharp"], ids));
    }

    [Fact]
    public void TheMetadataIsThere()
    {
        var metadata = Nuspec().Descendants().Single(element => element.Name.LocalName == "metadata").Elements().ToLookup(element => element.Name.LocalName);
        Assert.Equal("Fusion.Layers", metadata["id"].Single().Value);
        Assert.Matches(@"^\d+\.\d+\.\d+$", metadata["version"].Single().Value);
        var license = metadata["license"].Single();
        Assert.Equal(("expression", "MIT"), (license.Attribute("type")?.Value, license.Value));
        Assert.Equal("README.md", metadata["readme"].Single().Value);
        Assert.StartsWith("https://", metadata["projectUrl"].Single().Value);
        Assert.NotEmpty(metadata["description"].Single().Value);
        Assert.Contains("torchsharp", metadata["tags"].Single().Value);
        var repository = metadata["repository"].Single();
        Assert.Equal("git", repository.Attribute("type")?.Value);
        Assert.StartsWith("https://", repository.Attribute("url")?.Value);
        Assert.Matches("^[0-9a-f]{40}$", repository.Attribute("commit")?.Value);
    }

    [Fact]
    public void TheReadmeIsTheRepositorysOwn() =>
        Assert.Equal(File.ReadAllBytes(Path.Combine(BuildPaths.Repository, "README.md")), Entry("nupkg", "README.md"));

    [Fact]
    public void TransitiveReferencesGetTheSameBuildTargets() =>
        Assert.Equal(Entry("nupkg", "build/Fusion.Layers.targets"), Entry("nupkg", "buildTransitive/Fusion.Layers.targets"));

    [Fact]
    public void TheAssembliesAreReproducibleAndNameNoFolderOfTheBuild()
    {
        foreach (var framework in Frameworks)
        {
            var assembly = Entry("nupkg", $"lib/{framework}/Fusion.Layers.dll");
            using var image = new PEReader(new MemoryStream(assembly));
            Assert.Contains(image.ReadDebugDirectory(), entry => entry.Type == DebugDirectoryEntryType.Reproducible);
            Assert.DoesNotContain(BuildPaths.Repository, Encoding.Latin1.GetString(assembly));
            // The MSBuild task in ElfVersionNeeds.cs must not drag its libraries along.
            var metadata = image.GetMetadataReader();
            Assert.All(metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name)),
                name => Assert.True(name is "TorchSharp" || name.StartsWith("System.", StringComparison.Ordinal), name));
        }
    }

    [Fact]
    public void TheSymbolsLeadToTheSource()
    {
        foreach (var framework in Frameworks)
        {
            using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(Entry("snupkg", $"lib/{framework}/Fusion.Layers.pdb")));
            var symbols = provider.GetMetadataReader();
            var documents = symbols.Documents.Select(handle => symbols.GetString(symbols.GetDocument(handle).Name)).ToList();
            Assert.Contains(documents, name => name.EndsWith("/src/Fusion.Layers/AutoFusion.cs", StringComparison.Ordinal));
            Assert.All(documents, name => Assert.StartsWith("/_", name));
            // SourceLink's map from these paths to the repository.
            var links = symbols.CustomDebugInformation.Select(symbols.GetCustomDebugInformation)
                .Where(information => symbols.GetGuid(information.Kind) == new Guid("CC110556-A091-4D38-9FEC-25AB9A351A6A"))
                .Select(information => Encoding.UTF8.GetString(symbols.GetBlobBytes(information.Value)));
            Assert.Contains("https://raw.githubusercontent.com/", Assert.Single(links));
        }
    }

    [Fact]
    public void TheDocumentationCoversTheLayers()
    {
        foreach (var framework in Frameworks)
        {
            var documentation = XDocument.Load(new MemoryStream(Entry("nupkg", $"lib/{framework}/Fusion.Layers.xml")));
            var summaries = documentation.Descendants("member").ToDictionary(member => member.Attribute("name")!.Value, member => member.Element("summary")?.Value.Trim());
            foreach (var type in new[] { typeof(AutoFusion), typeof(GANFusion), typeof(MultiTaskLoss), typeof(FusionRuntime) })
                Assert.False(string.IsNullOrEmpty(summaries.GetValueOrDefault("T:" + type.FullName)), type.FullName);
        }
    }

    private static XDocument Nuspec() => XDocument.Load(new MemoryStream(Entry("nupkg", "Fusion.Layers.nuspec")));

    private static List<string> Contents(string extension)
    {
        using var zip = ZipFile.OpenRead(PackedPackage.File(extension));
        // The rest is the container format's own.
        return [.. zip.Entries.Select(entry => entry.FullName)
            .Where(name => !name.StartsWith("_rels/") && !name.StartsWith("package/") && name is not "[Content_Types].xml" and not "Fusion.Layers.nuspec")
            .Order(StringComparer.Ordinal)];
    }

    private static byte[] Entry(string extension, string name)
    {
        using var zip = ZipFile.OpenRead(PackedPackage.File(extension));
        var entry = zip.GetEntry(name);
        Assert.True(entry is not null, $"no {name} in the .{extension}");
        using var stream = entry.Open();
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
