using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Portal.Sip;

/// <summary>128 bits that stand for a transaction key. Keyed at random for this process, so that nobody can make two that collide.</summary>
internal readonly record struct TransactionHash(ulong High, ulong Low)
{
    private static readonly ulong[] Secret = MemoryMarshal.Cast<byte, ulong>(RandomNumberGenerator.GetBytes(32)).ToArray();

    internal static TransactionHash Of(in TransactionKey key)
    {
        var high = Secret[0];
        var low = Secret[1];
        Mix(key.Branch, ref high, ref low);
        Mix(key.SentBy, ref high, ref low);
        Mix(key.Method, ref high, ref low);
        return new TransactionHash(high, low);
    }

    public override int GetHashCode() => (int)Low;

    /// <summary>Folded multiplication over eight octets at a time, each text ended by its length so that texts cannot run into each other.</summary>
    private static void Mix(string text, ref ulong high, ref ulong low)
    {
        var octets = MemoryMarshal.AsBytes(text.AsSpan());
        for (; octets.Length >= 8; octets = octets[8..]) Fold(MemoryMarshal.Read<ulong>(octets), ref high, ref low);
        ulong rest = 0;
        for (var i = 0; i < octets.Length; i++) rest |= (ulong)octets[i] << (8 * i);
        Fold(rest, ref high, ref low);
        Fold((ulong)text.Length, ref high, ref low);
    }

    private static void Fold(ulong word, ref ulong high, ref ulong low)
    {
        var upper = Math.BigMul(word ^ high ^ Secret[2], low | 1, out var lower);
        high = upper ^ low;
        low = lower ^ ulong.RotateLeft(high, 29) ^ Secret[3];
    }
}
