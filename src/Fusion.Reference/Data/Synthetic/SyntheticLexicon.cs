namespace Fusion.Reference.Data.Synthetic;

/// <summary>
/// The words of invented English sentences and their translations. Every word has one translation but those with two senses, which text alone cannot tell
/// apart. The translations of both senses have the same article, so that the noun is all that is open.
/// </summary>
/// <param name="Language">The language translated into.</param>
/// <param name="Adjectives">Adjectives; the translation is the same for all genders.</param>
/// <param name="Subjects">Nouns, translated with their article.</param>
/// <param name="Verbs">Verbs in the third person.</param>
/// <param name="Places">Places, each with its preposition.</param>
/// <param name="Link">What joins the second noun of two senses to the first.</param>
/// <param name="Ambiguous">For each place of a sentence that is open its nouns of two senses.</param>
internal sealed record SyntheticLexicon(
    string Language,
    IReadOnlyList<(string Source, string Target)> Adjectives,
    IReadOnlyList<(string Source, string Target)> Subjects,
    IReadOnlyList<(string Source, string Target)> Verbs,
    IReadOnlyList<(string Source, string Target)> Places,
    (string Source, string Target) Link,
    IReadOnlyList<IReadOnlyList<SyntheticLexicon.TwoSenses>> Ambiguous)
{
    /// <summary>A noun with two senses.</summary>
    /// <param name="Source">The noun.</param>
    /// <param name="First">The translation of its first sense, with its article.</param>
    /// <param name="Second">The translation of its second sense, with the same article.</param>
    public sealed record TwoSenses(string Source, string First, string Second);

    /// <summary>English to French, one noun of two senses in a sentence.</summary>
    public static readonly SyntheticLexicon French = new(
        "fr",
        [("red", "rouge"), ("young", "jeune"), ("wide", "large"), ("dirty", "sale"), ("clean", "propre"), ("quick", "rapide"), ("sad", "triste"), ("calm", "calme")],
        [("girl", "la fille"), ("boy", "le garçon"), ("man", "le monsieur"), ("woman", "la femme"), ("dog", "le chien"), ("cat", "le chat"), ("player", "le joueur"), ("dancer", "la danseuse")],
        [("touches", "touche"), ("carries", "porte"), ("watches", "regarde"), ("hides", "cache"), ("moves", "déplace"), ("washes", "lave"), ("finds", "trouve"), ("shows", "montre")],
        [("in the garden", "dans le jardin"), ("in the kitchen", "dans la cuisine"), ("on the table", "sur la table"), ("behind the house", "derrière la maison"), ("under the bridge", "sous le pont"),
         ("before the door", "devant la porte"), ("on the beach", "sur la plage"), ("along the road", "le long de la route")],
        ("with", "avec"),
        [[new("bat", "la chauve-souris", "la batte"), new("bank", "la banque", "la rive"), new("seal", "le phoque", "le sceau"), new("bow", "le noeud", "le salut"), new("trunk", "la malle", "la trompe"),
          new("mole", "la taupe", "la jetée"), new("palm", "la paume", "la palme"), new("chest", "le coffre", "le torse"), new("date", "la date", "la datte"), new("ring", "la bague", "la sonnerie")]]);

    /// <summary>English to Portuguese, two nouns of two senses in a sentence.</summary>
    public static readonly SyntheticLexicon Portuguese = new(
        "pt",
        [("green", "verde"), ("large", "grande"), ("blue", "azul"), ("light", "leve"), ("sad", "triste"), ("young", "jovem"), ("strong", "forte"), ("hot", "quente")],
        [("girl", "a menina"), ("boy", "o menino"), ("man", "o homem"), ("woman", "a mulher"), ("dog", "o cachorro"), ("cat", "o gato"), ("player", "o jogador"), ("teacher", "a professora")],
        [("touches", "toca"), ("carries", "carrega"), ("watches", "observa"), ("hides", "esconde"), ("moves", "move"), ("washes", "lava"), ("finds", "encontra"), ("shows", "mostra")],
        [("in the garden", "no jardim"), ("in the kitchen", "na cozinha"), ("on the table", "sobre a mesa"), ("behind the house", "atrás da casa"), ("under the bridge", "sob a ponte"), ("before the door", "diante da porta"),
         ("on the beach", "sobre a praia"), ("along the road", "ao longo da estrada")],
        ("with", "com"),
        [[new("spring", "a mola", "a primavera"), new("coach", "o ônibus", "o treinador"), new("crane", "o guindaste", "o grou"), new("trunk", "o baú", "o tronco"), new("ring", "o anel", "o toque"), new("chest", "o peito", "o cofre")],
         [new("bow", "o arco", "o laço"), new("bat", "o morcego", "o bastão"), new("date", "a data", "a tâmara"), new("palm", "a palma", "a palmeira")]]);
}
