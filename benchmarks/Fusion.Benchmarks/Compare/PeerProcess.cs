using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fusion.Reference;

namespace Fusion.Benchmarks.Compare;

/// <summary>Our PyTorch script in a process of its own: one JSON object a line in each direction, one answer to each request.</summary>
internal sealed class PeerProcess : IDisposable
{
    private const string Script = "compare_peer.py";

    private readonly Process _process;
    private readonly string _python;

    private PeerProcess(string python, Process process)
    {
        (_python, _process) = (python, process);
    }

    /// <summary>What it is: versions, device, threads, kind of optimiser.</summary>
    public string Description { get; private set; } = "";

    /// <summary>Starts a Python with torch.</summary>
    /// <param name="options">Name it, or leave it to be looked for on the PATH; and say how it runs.</param>
    /// <param name="notes">Where is said why there is none.</param>
    /// <returns>The peer, or null where no Python has torch for the device.</returns>
    /// <exception cref="UserErrorException">The Python that the user named has none.</exception>
    public static PeerProcess? Start(CompareOptions options, TextWriter notes)
    {
        foreach (var candidate in options.Python is null ? ["python3", "python"] : new[] { options.Python })
        {
            try
            {
                return Start(candidate, options);
            }
            catch (Exception problem) when (problem is System.ComponentModel.Win32Exception or UserErrorException)
            {
                if (options.Python is not null)
                    throw new UserErrorException($"--python {options.Python}: expected a Python that can import torch for {options.Device}, found: {problem.Message}", problem);
            }
        }

        notes.WriteLine($"No Python with torch for {options.Device} on the PATH: peer_ms and ratio are null. Name one with --python PATH.");
        return null;
    }

    /// <summary>Sends a request and reads its answer.</summary>
    /// <exception cref="UserErrorException">The script says that something went wrong, or is gone.</exception>
    public JsonObject Ask(object request)
    {
        string? line;
        try
        {
            _process.StandardInput.WriteLine(JsonSerializer.Serialize(request));
            _process.StandardInput.Flush();
            line = _process.StandardOutput.ReadLine();
        }
        catch (IOException)
        {
            line = null;
        }

        if (line is null)
            throw new UserErrorException($"{_python} {Script} ended: {_process.StandardError.ReadToEnd().Trim().Split('\n')[^1]}");
        var answer = (JsonObject)JsonNode.Parse(line)!;
        return answer["error"] is { } error ? throw new UserErrorException($"{_python} {Script}: {error}") : answer;
    }

    public void Dispose()
    {
        try
        {
            // Closed input ends the script.
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already, with a request unread.
        }

        if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
            _process.Kill();
        _process.Dispose();
    }

    private static PeerProcess Start(string python, CompareOptions options)
    {
        var start = new ProcessStartInfo(python, ["-u", Path.Combine(AppContext.BaseDirectory, "pytorch", Script)])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        // The settings of this process, which it makes for itself by CpuThreads; the allocator's come with the rest of the environment.
        if (OperatingSystem.IsLinux() && !start.Environment.ContainsKey("OMP_WAIT_POLICY"))
            start.Environment.TryAdd("GOMP_SPINCOUNT", "1000");
        var peer = new PeerProcess(python, Process.Start(start)!);
        try
        {
            var hello = peer.Ask(new { op = "start", device = options.Device, threads = options.Threads, clock = options.Clock.ToString() });
            peer.Description = $"PyTorch {hello["torch"]}, Python {hello["python"]}, {hello["device"]}, {hello["threads"]} thread(s), Adam({hello["optimizer"]})";
            return peer;
        }
        catch
        {
            peer.Dispose();
            throw;
        }
    }
}
