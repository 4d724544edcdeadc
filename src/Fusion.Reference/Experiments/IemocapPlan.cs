using Fusion.Reference.Data.Iemocap;
using Fusion.Reference.Models;

namespace Fusion.Reference.Experiments;

/// <summary>Which runs an experiment on IEMOCAP has.</summary>
internal static class IemocapPlan
{
    /// <summary>The profile's recipe with the user's settings; throws where they make no sense.</summary>
    public static IemocapRecipe RecipeOf(ExperimentContext context)
    {
        var recipe = Settings(IemocapRecipe.For(context.Profile), context).Validated();
        if (context.Profile != Profile.Full)
            return recipe;
        if (recipe.Protocol != Protocol.Session)
            throw new UserErrorException($"--profile full tests every session in turn; Protocol={recipe.Protocol} has no sessions to test and goes with --profile quick");
        return (recipe.TestSession, recipe.ValidationSession) == (new IemocapRecipe().TestSession, new IemocapRecipe().ValidationSession)
            ? recipe
            : throw new UserErrorException("--profile full tests every session in turn; TestSession and ValidationSession go with --profile quick");
    }

    /// <summary>Throws where a row cannot have what the recipe says.</summary>
    public static void Check(IemocapRecipe recipe, IReadOnlyList<ModelVariant<IemocapRecipe>> rows)
    {
        string[] own = [.. rows.Where(row => IemocapModels.HasOwnLoss(row.Model)).Select(row => row.Name)];
        RecipeCheck.Within(own.Length == 0 || recipe.TaskLoss == ClassificationLoss.CrossEntropy, nameof(recipe.TaskLoss), recipe.TaskLoss,
            $"{ClassificationLoss.CrossEntropy} with {string.Join(", ", own)}, whose loss is the model's own");
    }

    /// <summary>The runs that were asked for. Seeds outside, so that an experiment cut short has every model at the seeds it reached.</summary>
    public static IReadOnlyList<IemocapRun> Of(ExperimentContext context)
    {
        int?[] folds = context.Profile == Profile.Full ? [.. Enumerable.Range(1, IemocapCorpus.Sessions)] : [null];
        return [.. from seed in Enumerable.Range(1, context.Seeds)
                   from fold in folds
                   from variant in IemocapStudies.Variants(context.Models)
                   select new IemocapRun(variant, seed, fold)];
    }

    /// <summary>The runs that the data allow; says which others there are, once for each row.</summary>
    public static IReadOnlyList<IemocapRun> Possible(IReadOnlyList<IemocapRun> runs, IemocapRecipe recipe, IemocapCorpus corpus, ExperimentContext context)
    {
        if (!corpus.HasFrames)
            runs = Without(IemocapModels.NeedsFrames, recipe.AudioLearner == AudioLearner.Frames, IemocapModels.NoFrames);
        return corpus.Vectors is not null ? runs
            : Without(IemocapModels.NeedsVectors, recipe.WordVectors == WordVectors.PretrainedFrozen, IemocapModels.NoVectors);

        IReadOnlyList<IemocapRun> Without(Func<string, IemocapRecipe, bool> needs, bool wanted, string reason)
        {
            var impossible = runs.Where(run => needs(run.Variant.Model, run.Recipe(recipe))).ToHashSet();
            // What the user set, or asked for alone, is not left out in silence.
            if (impossible.Count > 0 && (wanted || impossible.Count == runs.Count))
                throw new UserErrorException(reason);
            foreach (var name in impossible.Select(run => run.Variant.Name).Distinct())
                context.Progress.Line($"{IemocapExperiment.Name}/{name}: left out ({reason})");
            return [.. runs.Where(run => !impossible.Contains(run))];
        }
    }

    // The authors' lists have six classes, so that protocol alone decides the classes unless the user names others.
    private static IemocapRecipe Settings(IemocapRecipe recipe, ExperimentContext context) =>
        RecipeSettings.Apply(recipe, context.Settings) is { Protocol: not Protocol.Authors } other ? other
            : RecipeSettings.Apply(recipe with { Classes = EmotionClasses.Ser6 }, context.Settings);
}
