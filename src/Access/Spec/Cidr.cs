using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EksIamCdk.Access.Spec;

/// <summary>A block of IPv4 addresses.</summary>
public static class Cidr
{
    /// <summary>What is right instead of a text, in the words of an error; null when it is a block.</summary>
    public static string? WhatIsWrong(string text)
    {
        const string Form = "an IPv4 block such as 10.0.0.0/16";
        var parts = text.Split('/');
        if (parts is not [var address, var length] || !IPAddress.TryParse(address, out var parsed)
            || parsed.AddressFamily != AddressFamily.InterNetwork || parsed.ToString() != address
            || !byte.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bits) || bits > 32)
        {
            return Form;
        }

        var bytes = parsed.GetAddressBytes();
        for (var i = 0; i < 32 - bits; i++) bytes[3 - (i / 8)] &= (byte)~(1 << (i % 8));
        var first = new IPAddress(bytes);
        return first.Equals(parsed) ? null : $"the first address of the block, {first}/{bits}";
    }

    /// <summary>The length of the prefix of a block that is right.</summary>
    internal static int PrefixLength(string text) =>
        byte.Parse(text[(text.IndexOf('/', StringComparison.Ordinal) + 1)..], NumberStyles.None, CultureInfo.InvariantCulture);
}
