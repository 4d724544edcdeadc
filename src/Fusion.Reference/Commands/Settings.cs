namespace Fusion.Reference.Commands;

/// <summary>Settings that come from the command line.</summary>
internal static class Settings
{
    /// <summary>Makes a refusal of settings, which is an error of the program elsewhere, the user's.</summary>
    public static void Check(Action validate)
    {
        try
        {
            validate();
        }
        catch (ArgumentException error)
        {
            throw new UserErrorException(error.Message, error);
        }
    }
}
