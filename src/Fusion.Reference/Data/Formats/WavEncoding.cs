namespace Fusion.Reference.Data.Formats;

/// <summary>How a WAV file stores one sample. The names are the dtypes that <c>data inspect</c> prints.</summary>
internal enum WavEncoding
{
    /// <summary>Unsigned bytes around 128.</summary>
    PCM_U8,

    PCM_16,

    PCM_24,

    PCM_32,

    /// <summary>32-bit IEEE floats.</summary>
    FLOAT,

    /// <summary>64-bit IEEE floats.</summary>
    DOUBLE,
}
