namespace Fusion.Reference.Data.Download;

/// <summary>A public file whose content is known beforehand.</summary>
/// <param name="Path">Its place below the base address, and below the folder it is put into.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal.</param>
internal sealed record RemoteFile(string Path, long Bytes, string Sha256);
