using System.Text;

namespace EksIamCdk.Cli.Input;

/// <summary>Reads a whole text, from a file or from standard input, exactly as it is.</summary>
internal static class TextInput
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="name">A path, or <c>-</c> for standard input.</param>
    /// <param name="problems">What is wrong, when the answer is null.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<string?> ReadAsync(string name, ICollection<string> problems, CancellationToken cancellationToken)
    {
        try
        {
            return Strict.GetString(name == "-" ? await StandardInputAsync(cancellationToken) : await File.ReadAllBytesAsync(name, cancellationToken));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            problems.Add($"{name}: there is no such file");
        }
        catch (UnauthorizedAccessException)
        {
            problems.Add(Directory.Exists(name) ? $"{name}: is a folder, expected a file" : $"{name}: this user may not read it");
        }
        catch (IOException wrong)
        {
            problems.Add($"{name}: cannot be read: {wrong.Message}");
        }
        catch (DecoderFallbackException wrong)
        {
            problems.Add($"{name}: is not UTF-8 text (at byte {wrong.Index})");
        }

        return null;
    }

    /// <summary>How a message names what was read.</summary>
    public static string Display(string name) => name == "-" ? "(standard input)" : name;

    private static async Task<byte[]> StandardInputAsync(CancellationToken cancellationToken)
    {
        await using var input = Console.OpenStandardInput();
        using var buffer = new MemoryStream();
        await input.CopyToAsync(buffer, cancellationToken);
        return buffer.ToArray();
    }
}
