namespace Fusion.Layers;

/// <summary>Options that every fusion module of this package understands.</summary>
public abstract record FusionOptions
{
    /// <summary>Computes <see cref="FusionOutput.Loss"/> in evaluation mode too, say for a validation curve. Default: off, which halves AutoFusion's cost.</summary>
    public bool LossInEval { get; init; }

    /// <summary>Probability, in [0, 1), that a sample loses a modality in training; a sample never loses all it has. Default: 0.</summary>
    public double ModalityDropout { get; init; }

    /// <summary>What stands in for an absent modality. Default: zeros.</summary>
    public AbsentFill AbsentFill { get; init; }

    /// <summary>Seed of the module's own noise generator. Default: the seed of torch's global generator at construction, without drawing from it.</summary>
    public long? Seed { get; init; }

    /// <summary>Normalisation of the inputs. Default: none.</summary>
    public InputNorm InputNorm { get; init; }

    internal virtual void Validate(IReadOnlyList<Modality> modalities)
    {
        Require.That(ModalityDropout is >= 0 and < 1, nameof(ModalityDropout), "a probability in [0, 1)", ModalityDropout);
        Require.Defined(AbsentFill, nameof(AbsentFill));
        Require.Defined(InputNorm, nameof(InputNorm));
        if (InputNorm == InputNorm.Layer)
            foreach (var modality in modalities)
                Require.That(modality.Features > 1, nameof(InputNorm), $"at least 2 features in modality '{modality.Name}' for layer normalisation", modality.Features);
    }
}
