using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using EksIamCdk.Sandbox.Aws;

namespace EksIamCdk.Sandbox.Serve.S3;

/// <summary>The checksums that a body may come with.
/// <see href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html"/></summary>
internal static class Checksums
{
    private const string Prefix = "x-amz-checksum-";

    // S3 knows CRC64NVME too; .NET does not.
    private static readonly Dictionary<string, Func<byte[], byte[]>> Known = new(StringComparer.Ordinal)
    {
        ["crc32"] = body => Crc32(body),
        ["crc32c"] = body => Crc32C(body),
#pragma warning disable CA5350 // A checksum, not a signature.
        ["sha1"] = SHA1.HashData,
#pragma warning restore CA5350
        ["sha256"] = SHA256.HashData,
    };

    /// <exception cref="AwsErrorException">One that the caller sent is not of this body.</exception>
    public static void Check(byte[] body, Func<string, string?> said)
    {
        foreach (var (name, compute) in Known)
        {
            if (said(Prefix + name) is { } checksum && checksum != Convert.ToBase64String(compute(body)))
                throw new AwsErrorException("BadDigest", $"The {name.ToUpperInvariant()} you specified did not match the calculated checksum.");
        }
    }

#pragma warning disable CA5351 // What S3 calls the ETag of an object is its MD5.
    public static string ETag(byte[] content) => $"\"{Convert.ToHexStringLower(MD5.HashData(content))}\"";

    /// <summary>Of an object that came in parts: from the hashes of these.</summary>
    public static string ETag(IReadOnlyCollection<byte[]> parts)
    {
        byte[] hashes = [.. parts.SelectMany(MD5.HashData)];
        return $"\"{Convert.ToHexStringLower(MD5.HashData(hashes))}-{parts.Count}\"";
    }
#pragma warning restore CA5351

    private static byte[] Crc32(byte[] body)
    {
        var crc = uint.MaxValue;
        foreach (var each in body)
        {
            crc ^= each;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }
        return BigEndian(~crc);
    }

    private static byte[] Crc32C(byte[] body)
    {
        var crc = uint.MaxValue;
        foreach (var each in body)
            crc = BitOperations.Crc32C(crc, each);
        return BigEndian(~crc);
    }

    private static byte[] BigEndian(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
