namespace Fusion.Reference.Models.Crossmodal;

/// <summary>Which vector stands for a sequence of states.</summary>
internal enum SequencePooling
{
    /// <summary>That of the last element, as in the paper.</summary>
    Last,

    /// <summary>The mean.</summary>
    Mean,
}
