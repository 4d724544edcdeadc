using System.Text.Json.Nodes;
using Fusion.Benchmarks.Compare;
using Fusion.Reference;
using Xunit;

namespace Fusion.Benchmarks.Tests.Compare;

/// <summary>The conversation with the script, spoken by a shell in the place of Python: it answers every line alike.</summary>
public sealed class PeerProcessTests : IDisposable
{
    private const string Hello = """{"torch":"2.0","python":"3.9","device":"cpu","threads":1,"optimizer":"foreach","ms":2.5}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("fusion-peer-").FullName;

    [Fact]
    public void Its_readings_are_what_the_script_says()
    {
        using var peer = PeerProcess.Start(Shell($"while read line; do echo '{Hello}'; done"), TextWriter.Null)!;
        Assert.Equal("PyTorch 2.0, Python 3.9, cpu, 1 thread(s), Adam(foreach)", peer.Description);
        using var side = new PeerContender(peer, new { op = "layer" });
        Assert.Equal(2.5, side.Read(7));
        Assert.Equal("foreach", (string)side.Loaded["optimizer"]!);
    }

    [Fact]
    public void It_is_told_the_device_before_anything_else_and_says_its_name()
    {
        var told = Path.Combine(_folder, "told");
        var options = Shell($"read line; echo \"$line\" > {told}; echo '{Hello.Replace("\"cpu\"", "\"Some GPU\"", StringComparison.Ordinal)}'; read line");
        using var peer = PeerProcess.Start(options with { Device = "cuda:1" }, TextWriter.Null)!;
        var request = JsonNode.Parse(File.ReadAllText(told))!;
        Assert.Equal(("start", "cuda:1"), ((string)request["op"]!, (string)request["device"]!));
        Assert.Contains("Some GPU", peer.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_of_the_script_is_one_line()
    {
        var options = Shell($"read line; echo '{Hello}'; read line; echo '{{\"error\":\"KeyError: weights\"}}'; read line");
        using var peer = PeerProcess.Start(options, TextWriter.Null)!;
        Assert.EndsWith("compare_peer.py: KeyError: weights", Assert.Throws<UserErrorException>(() => peer.Ask(new { op = "layer" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_that_ends_is_said_with_its_last_words()
    {
        var options = Shell("echo first >&2; echo 'ModuleNotFoundError: no torch' >&2");
        var message = Assert.Throws<UserErrorException>(() => PeerProcess.Start(options, TextWriter.Null)).Message;
        Assert.Contains("expected a Python that can import torch", message, StringComparison.Ordinal);
        Assert.EndsWith("ModuleNotFoundError: no torch", message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // The script's own arguments, -u and the path, are left unread.
    private CompareOptions Shell(string commands)
    {
        var program = Path.Combine(_folder, "python");
        File.WriteAllText(program, $"#!/bin/sh\n{commands}\n");
        if (OperatingSystem.IsWindows())
            Assert.Skip("needs a shell");
        else
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new CompareOptions { Python = program };
    }
}
