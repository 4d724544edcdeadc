using System.Security.Cryptography;
using Fusion.Reference.Data.Download;
using Xunit;

namespace Fusion.Reference.Tests.Data.Download;

public class DownloaderTests
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 300_000).Select(index => (byte)(index * 31 >> 3))];

    [Fact]
    public async Task Fetches_what_is_not_there_and_checks_what_is()
    {
        using var folder = new TemporaryFolder();
        using var server = new FileServer { ["a/x.bin"] = Content, ["y.txt"] = "hello"u8.ToArray() };
        RemoteFile[] files = [File("a/x.bin", Content), File("y.txt", "hello"u8.ToArray())];

        Assert.Equal(files, await FetchAsync(server, folder, files));
        Assert.Equal(Content, System.IO.File.ReadAllBytes(folder["a/x.bin"]));
        Assert.Equal("hello", System.IO.File.ReadAllText(folder["y.txt"]));
        Assert.Equal(2, Directory.GetFiles(folder.Root, "*", SearchOption.AllDirectories).Length);
        Assert.Empty(await FetchAsync(server, folder, files));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Goes_on_where_a_line_broke()
    {
        using var folder = new TemporaryFolder();
        using var server = new FileServer { ["x"] = Content };
        server.BreakAfter.Enqueue(100_000);
        server.BreakAfter.Enqueue(50_000);

        await FetchAsync(server, folder, File("x", Content));

        Assert.Equal(Content, System.IO.File.ReadAllBytes(folder["x"]));
        Assert.Equal(3, server.Requests.Count);
        // Whatever arrived of the pieces before is not asked for again.
        Assert.Null(server.Requests[0].From);
        Assert.True(server.Requests[1].From > 0);
        Assert.True(server.Requests[2].From > server.Requests[1].From);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Goes_on_with_what_an_earlier_run_left_or_begins_again_where_the_server_cannot(bool knowsRanges)
    {
        using var folder = new TemporaryFolder();
        using var server = new FileServer { ["x"] = Content, KnowsRanges = knowsRanges };
        folder.Write("x.partial", Content[..1234]);

        await FetchAsync(server, folder, File("x", Content));

        Assert.Equal(("x", 1234), Assert.Single(server.Requests));
        Assert.Equal(Content, System.IO.File.ReadAllBytes(folder["x"]));
        Assert.False(System.IO.File.Exists(folder["x.partial"]));
    }

    [Fact]
    public async Task Begins_again_where_the_rest_is_longer_than_the_file_and_takes_a_whole_rest_as_it_is()
    {
        using var folder = new TemporaryFolder();
        using var server = new FileServer { ["x"] = Content };
        folder.Write("x.partial", [.. Content, 1]);
        folder.Write("y.partial", Content);

        await FetchAsync(server, folder, File("x", Content), File("y", Content));

        Assert.Equal([("x", null)], server.Requests);
        Assert.Equal(Content, System.IO.File.ReadAllBytes(folder["x"]));
        Assert.Equal(Content, System.IO.File.ReadAllBytes(folder["y"]));
    }

    [Theory]
    [InlineData(1234)]
    [InlineData(300_000)]
    public async Task Begins_again_where_what_was_left_is_of_another_file(int length)
    {
        using var folder = new TemporaryFolder();
        using var server = new FileServer { ["x"] = Content };
        folder.Write("x.partial", new byte[length]);

        await FetchAsync(server, folder, File("x", Content));

        (string, long?)[] asked = [("x", length), ("x", null)];
        Assert.Equal(asked[(length == Content.Length ? 1 : 0)..], server.Requests);
        Assert.Equal(Content, System.IO.File.ReadAllBytes(folder["x"]));
    }

    [Fact]
    public async Task Begins_again_only_once()
    {
        using var folder = new TemporaryFolder();
        var other = Content.ToArray();
        other[200_000]++;
        using var server = new FileServer { ["x"] = other };
        folder.Write("x.partial", Content[..1234]);

        Assert.Contains("expected a file with SHA-256", await FailsAsync(server, folder, File("x", Content)));

        (string, long?)[] asked = [("x", 1234), ("x", null)];
        Assert.Equal(asked, server.Requests);
        Assert.Empty(Directory.GetFiles(folder.Root));
    }

    [Fact]
    public async Task Refuses_another_content_and_leaves_nothing_that_looks_whole()
    {
        using var folder = new TemporaryFolder();
        var other = Content.ToArray();
        other[7]++;
        using var server = new FileServer { ["x"] = other, ["long"] = [.. Content, 1], ["short"] = Content[..^1] };

        Assert.Contains("expected a file with SHA-256", await FailsAsync(server, folder, File("x", Content)));
        Assert.Contains("expected 300000 bytes, received more", await FailsAsync(server, folder, File("long", Content)));
        Assert.Contains("after 3 attempts", await FailsAsync(server, folder, File("short", Content)));
        Assert.Contains("404", await FailsAsync(server, folder, File("none", Content)));
        Assert.False(System.IO.File.Exists(folder["x.partial"]));
        Assert.DoesNotContain(Directory.GetFiles(folder.Root), path => !path.EndsWith(".partial", StringComparison.Ordinal));
        folder.Write("mine", "my own");
        Assert.Contains("move it away", await FailsAsync(server, folder, File("mine", Content)));
        Assert.Equal("my own", System.IO.File.ReadAllText(folder["mine"]));
    }

    [Fact]
    public async Task Asks_a_busy_server_again()
    {
        using var folder = new TemporaryFolder();
        using var server = new FileServer { ["x"] = Content };
        server.Failures.Enqueue(503);
        server.Failures.Enqueue(500);

        await FetchAsync(server, folder, File("x", Content));

        Assert.Equal(3, server.Requests.Count);
        server.Failures.Enqueue(503);
        server.Failures.Enqueue(503);
        server.Failures.Enqueue(503);
        Assert.Contains("after 3 attempts", await FailsAsync(server, folder, File("y", Content)));
    }

    [Fact]
    public async Task Does_not_wait_for_ever()
    {
        using var folder = new TemporaryFolder();
        using var server = new FileServer { IsSilent = true };
        using var client = new HttpClient();
        var downloader = new Downloader(client, server.Address) { Pause = TimeSpan.Zero, Patience = TimeSpan.FromMilliseconds(50) };

        var error = await Assert.ThrowsAsync<UserErrorException>(() => downloader.FetchAsync([File("x", Content)], folder.Root, TestContext.Current.CancellationToken));

        Assert.Contains("after 3 attempts", error.Message);
    }

    [Fact]
    public async Task Stops_when_it_is_told_to()
    {
        using var folder = new TemporaryFolder();
        using var server = new FileServer { ["x"] = Content };
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FetchUntilAsync(server, folder, [File("x", Content)], cancelled.Token));
    }

    private static RemoteFile File(string path, byte[] content) => new(path, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));

    private static Task<IReadOnlyList<RemoteFile>> FetchAsync(FileServer server, TemporaryFolder folder, params RemoteFile[] files) => FetchUntilAsync(server, folder, files, TestContext.Current.CancellationToken);

    private static async Task<IReadOnlyList<RemoteFile>> FetchUntilAsync(FileServer server, TemporaryFolder folder, RemoteFile[] files, CancellationToken cancellation)
    {
        using var client = new HttpClient();
        return await new Downloader(client, server.Address) { Pause = TimeSpan.Zero }.FetchAsync(files, folder.Root, cancellation);
    }

    private static async Task<string> FailsAsync(FileServer server, TemporaryFolder folder, RemoteFile file) =>
        (await Assert.ThrowsAsync<UserErrorException>(() => FetchAsync(server, folder, file))).Message;
}
