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
