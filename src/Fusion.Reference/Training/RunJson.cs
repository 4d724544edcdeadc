using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fusion.Reference.Training;

/// <summary>How the files of a run folder spell JSON.</summary>
internal static class RunJson
{
    /// <summary>Whole files, for people to read.</summary>
    public static readonly JsonSerializerOptions Indented = Create(indented: true);

    /// <summary>One record per line.</summary>
    public static readonly JsonSerializerOptions Line = Create(indented: false);

    /// <summary>Reads a whole file of a run folder.</summary>
    public static T Read<T>(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(path), Indented)
                ?? throw new UserErrorException($"{path}: expected a JSON object, found null");
        }
        catch (JsonException error)
        {
            throw new UserErrorException($"{path}:{error.LineNumber + 1}: expected the {typeof(T).Name} of a run: {error.Message}", error);
        }
    }

    private static JsonSerializerOptions Create(bool indented) => new()
    {
        WriteIndented = indented,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        // A metric may be NaN (a class nobody predicted); JSON has no word for it.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };
}
