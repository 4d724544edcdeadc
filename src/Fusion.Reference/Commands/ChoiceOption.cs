using System.CommandLine;

namespace Fusion.Reference.Commands;

/// <summary>An option that takes one of some names, whatever their case.</summary>
internal sealed class ChoiceOption : Option<string>
{
    /// <param name="name">Name of the option.</param>
    /// <param name="names">What it takes.</param>
    public ChoiceOption(string name, params IReadOnlyList<string> names)
        : base(name)
    {
        HelpName = string.Join('|', names);
        CompletionSources.Add([.. names]);
        CustomParser = result => names.FirstOrDefault(each => each.Equals(OptionValue.Text(result), StringComparison.OrdinalIgnoreCase))
            ?? OptionValue.Refuse<string>(result, OptionValue.Text(result), string.Join(" or ", new[] { string.Join(", ", names.SkipLast(1)), names[^1] }.Where(part => part.Length > 0)));
    }
}
