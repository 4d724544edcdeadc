namespace Fusion.Reference.Data.Iemocap;

/// <summary>A part of a split.</summary>
internal enum CorpusPart
{
    Train,
    Validation,
    Test,
}
