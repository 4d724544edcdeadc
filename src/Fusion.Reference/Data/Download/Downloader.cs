using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Fusion.Reference.Training;

namespace Fusion.Reference.Data.Download;

/// <summary>
/// Fetches files whose content is known. What was received of a file that was not finished is kept as <c>NAME.partial</c>, and only the rest of it is asked
/// for the next time; where that gives another file, it is fetched once more from its beginning. A file has its name only once it is whole and its checksum right.
/// </summary>
/// <param name="client">Sends the requests; its own time limit should be off, for large files.</param>
/// <param name="baseAddress">Address that the files' paths are appended to.</param>
/// <param name="progress">Told how far it has come; null: nobody.</param>
internal sealed class Downloader(HttpClient client, string baseAddress, IProgressReporter? progress = null)
{
    private const int Attempts = 3;
    private const int BufferBytes = 1 << 16;

    /// <summary>How long a server may be silent.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long to wait before asking again.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Fetches what is not there yet.</summary>
    /// <param name="files">The files.</param>
    /// <param name="directory">Folder to put them into, which is made if need be.</param>
    /// <param name="cancellation">Stops between two pieces; what was received stays.</param>
    /// <returns>The files that were fetched; the others were there.</returns>
    /// <exception cref="UserErrorException">A file is not to be had, or is another one than expected.</exception>
    public async Task<IReadOnlyList<RemoteFile>> FetchAsync(IReadOnlyList<RemoteFile> files, string directory, CancellationToken cancellation)
    {
        var fetched = new List<RemoteFile>();
        progress?.Start("download", files.Count);
        foreach (var (index, file) in files.Index())
        {
            if (await FetchAsync(file, Path.Combine(directory, file.Path), cancellation))
                fetched.Add(file);
            progress?.Report(index + 1, file.Path);
        }

        progress?.Done();
        return fetched;
    }

    private async Task<bool> FetchAsync(RemoteFile file, string target, CancellationToken cancellation)
    {
        if (File.Exists(target))
            return await HashAsync(target, cancellation) == file.Sha256 ? false
                : throw new UserErrorException($"{target}: expected the published file with SHA-256 {file.Sha256}, found another; move it away to fetch it again.");
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var partial = target + ".partial";
        var goesOn = await ReceiveAsync(file, partial, cancellation);
        var found = await HashAsync(partial, cancellation);
        if (found != file.Sha256 && goesOn)
        {
            // What was gone on with may be the beginning of something else, such as the page that a network answers with before one has logged in.
            File.Delete(partial);
            await ReceiveAsync(file, partial, cancellation);
            found = await HashAsync(partial, cancellation);
        }

        if (found != file.Sha256)
        {
            File.Delete(partial);
            throw new UserErrorException($"{Address(file)}: expected a file with SHA-256 {file.Sha256}, received one with {found}.");
        }

        File.Move(partial, target);
        return true;
    }

    /// <returns>Whether the file goes on from what was there before the last answer.</returns>
    private async Task<bool> ReceiveAsync(RemoteFile file, string partial, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
            try
            {
                return await ReceiveRestAsync(file, partial, cancellation);
            }
            catch (Exception error) when (IsPassing(error) && !cancellation.IsCancellationRequested)
            {
                if (attempt == Attempts)
                    throw new UserErrorException($"{Address(file)}: expected {file.Bytes} bytes, found after {Attempts} attempts: {error.Message}", error);
                await Task.Delay(Pause, cancellation);
            }
    }

    // A server that is busy or a line that broke: another attempt may do. What the server refuses, it will refuse again.
    private static bool IsPassing(Exception error) => error is IOException or OperationCanceledException || (error is HttpRequestException request && request.StatusCode is null or >= HttpStatusCode.InternalServerError);

    private async Task<bool> ReceiveRestAsync(RemoteFile file, string partial, CancellationToken cancellation)
    {
        var have = File.Exists(partial) ? new FileInfo(partial).Length : 0;
        if (have == file.Bytes)
            return true;
        // More than there is cannot be the beginning of it.
        have = have > file.Bytes ? 0 : have;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        using var request = new HttpRequestMessage(HttpMethod.Get, Address(file));
        if (have > 0)
            request.Headers.Range = new RangeHeaderValue(have, null);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        if (response.StatusCode < HttpStatusCode.InternalServerError && !response.IsSuccessStatusCode)
            throw new UserErrorException($"{Address(file)}: expected a file, found: {(int)response.StatusCode} {response.ReasonPhrase}.");
        response.EnsureSuccessStatusCode();
        // A server that does not know ranges sends the whole file.
        var goesOn = have > 0 && response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == have;
        await using var output = new FileStream(partial, goesOn ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.None);
        await using var input = await response.Content.ReadAsStreamAsync(patience.Token);
        await CopyAsync(input, output, file, patience);
        return goesOn;
    }

    private async Task CopyAsync(Stream input, Stream output, RemoteFile file, CancellationTokenSource patience)
    {
        var buffer = new byte[BufferBytes];
        while (await input.ReadAsync(buffer, patience.Token) is > 0 and var received)
        {
            patience.CancelAfter(Patience);
            if (output.Position + received > file.Bytes)
                throw new UserErrorException($"{Address(file)}: expected {file.Bytes} bytes, received more.");
            await output.WriteAsync(buffer.AsMemory(0, received), patience.Token);
        }

        if (output.Position < file.Bytes)
            throw new IOException($"the connection ended after {output.Position} bytes");
    }

    private string Address(RemoteFile file) => $"{baseAddress.TrimEnd('/')}/{file.Path}";

    private static async Task<string> HashAsync(string path, CancellationToken cancellation)
    {
        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
    }
}
