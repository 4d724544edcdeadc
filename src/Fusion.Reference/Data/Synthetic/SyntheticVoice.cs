namespace Fusion.Reference.Data.Synthetic;

/// <summary>Something that sounds a little like a voice: overtones of a wavering pitch in syllables, with a pause, a breath of noise and a given level.</summary>
internal static class SyntheticVoice
{
    /// <summary>Samples in a second.</summary>
    public const int Rate = 16_000;

    private const int Overtones = 8;

    // Share of the noise in the level of the voice.
    private const double Breath = 0.03;

    /// <summary>Makes the samples of an utterance.</summary>
    /// <param name="utterance">How it sounds: speaker, level, silence.</param>
    /// <param name="samples">How many.</param>
    /// <param name="random">Draws pitch, phases, the place of the pause and noise.</param>
    public static float[] Speak(SyntheticUtterance utterance, int samples, SeededRandom random)
    {
        var pitch = (utterance.Speaker == 'F' ? 200 : 120) * Math.Exp(0.1 * random.Normal());
        double[] phases = [.. Enumerable.Range(0, Overtones).Select(_ => 2 * Math.PI * random.Uniform())];
        var pause = (int)(utterance.Silence * samples);
        var pauseStart = random.Below(Math.Max(1, samples - pause));
        var signal = new double[samples];
        for (var index = 0; index < samples; index++)
        {
            var spoken = index < pauseStart || index >= pauseStart + pause;
            signal[index] = (spoken ? Voice(index / (double)Rate, pitch, phases) : 0) + Breath * random.Normal();
        }

        var gain = utterance.Level / signal.Average(Math.Abs);
        return Array.ConvertAll(signal, value => (float)(gain * value));
    }

    private static double Voice(double time, double pitch, double[] phases)
    {
        var wavering = 2 * Math.PI * pitch * time + 0.3 * Math.Sin(2 * Math.PI * 5 * time);
        var sum = 0.0;
        for (var overtone = 1; overtone <= Overtones; overtone++)
            sum += Math.Sin(overtone * wavering + phases[overtone - 1]) / overtone;
        return (1 + 0.3 * Math.Sin(2 * Math.PI * 4 * time)) * sum;
    }
}
