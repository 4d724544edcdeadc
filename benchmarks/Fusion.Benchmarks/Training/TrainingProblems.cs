using Fusion.Reference.Experiments.Translation;

namespace Fusion.Benchmarks.Training;

/// <summary>The models whose training is measured.</summary>
internal static class TrainingProblems
{
    public static IReadOnlyList<TrainingProblem> All =>
        [new ClassifierProblem(adversarial: false), new ClassifierProblem(adversarial: true),
        new TranslatorProblem(TranslationModels.Seq2Seq), new TranslatorProblem(TranslationModels.Auto), new TranslatorProblem(TranslationModels.Gan)];
}
