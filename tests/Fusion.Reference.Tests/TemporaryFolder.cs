namespace Fusion.Reference.Tests;

/// <summary>A folder of its own for one test, removed with everything in it afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("fusion-reference-");

    public string Root => _directory.FullName;

    public string Path => Root;

    public string this[string name] => System.IO.Path.Combine(Root, name);

    public string Write(string name, byte[] content)
    {
        System.IO.File.WriteAllBytes(this[name], content);
        return this[name];
    }

    public string Write(string name, string content)
    {
        System.IO.File.WriteAllText(this[name], content);
        return this[name];
    }

    public string File(string name, string content) => Write(name, content);

    public void Dispose() => _directory.Delete(recursive: true);
}
