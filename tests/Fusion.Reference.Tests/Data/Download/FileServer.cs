using System.Net;
using System.Net.Sockets;

namespace Fusion.Reference.Tests.Data.Download;

/// <summary>A web server of this process that hands out files, with ranges unless told otherwise, and can break off.</summary>
internal sealed class FileServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    public FileServer()
    {
        // A free port: the system's choice, given back and taken again.
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        }

        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _ = ServeAsync();
    }

    public string Address { get; }

    /// <summary>What was asked for: the path, and the first byte of a range, if any.</summary>
    public List<(string Path, long? From)> Requests { get; } = [];

    public bool KnowsRanges { get; set; } = true;

    /// <summary>Whether it never answers.</summary>
    public bool IsSilent { get; set; }

    /// <summary>After so many bytes the next answers break off, as often as there are numbers.</summary>
    public Queue<int> BreakAfter { get; } = new();

    /// <summary>The next answers are these statuses instead.</summary>
    public Queue<int> Failures { get; } = new();

    public byte[] this[string path]
    {
        set => _files[path] = value;
    }

    public void Dispose() => ((IDisposable)_listener).Dispose();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
            try
            {
                Answer(await _listener.GetContextAsync());
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // The client went away, or the server was closed.
            }
    }

    private void Answer(HttpListenerContext context)
    {
        var path = context.Request.Url!.AbsolutePath.TrimStart('/');
        var from = context.Request.Headers["Range"] is { } range ? long.Parse(range["bytes=".Length..].TrimEnd('-')) : (long?)null;
        lock (Requests)
            Requests.Add((path, from));
        if (IsSilent)
            return;
        var response = context.Response;
        if (Failures.TryDequeue(out var status) || !_files.ContainsKey(path))
        {
            response.StatusCode = status == 0 ? 404 : status;
            response.Close();
            return;
        }

        var content = _files[path];
        if (from is { } start && KnowsRanges)
        {
            response.StatusCode = 206;
            response.AddHeader("Content-Range", $"bytes {start}-{content.Length - 1}/{content.Length}");
            content = content[(int)start..];
        }

        response.ContentLength64 = content.Length;
        if (BreakAfter.TryDequeue(out var bytes))
        {
            response.OutputStream.Write(content, 0, bytes);
            response.OutputStream.Flush();
            response.Abort();
            return;
        }

        response.OutputStream.Write(content);
        response.Close();
    }
}
