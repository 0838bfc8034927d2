using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Portal.Sip;

/// <summary>
/// What identifies a transaction (RFC 3261 §17.1.3, §17.2.3), as 128 bits: branch, sent-by and method are read once and never compared as texts. ACK belongs to
/// the INVITE's; CANCEL has its own. Keyed at random for this process, so that nobody can make two that collide.
/// </summary>
internal readonly record struct TransactionKey(ulong High, ulong Low)
{
    private static readonly ulong[] Secret = MemoryMarshal.Cast<byte, ulong>(RandomNumberGenerator.GetBytes(32)).ToArray();

    internal static TransactionKey OfServer(SipRequest request, Via via, string? method = null)
    {
        method ??= request.IsAck ? SipMethod.Invite : request.Method;
        // RFC 2543 peers: no branch to rest on. The To tag is left out, because the ACK has one and the INVITE has not.
        var branch = via.HasTransactionId ? via.Branch!
            : string.Create(CultureInfo.InvariantCulture, $"{request.Uri} {request.From.Tag} {request.CallId} {request.CSeq.Number} {via.Transport} {via.Branch}");
        return Of(branch, via.Host.ToLowerInvariant(), via.Port ?? 0, method);
    }

    /// <summary>A client's branch is its own and random, so that sent-by adds nothing.</summary>
    internal static TransactionKey OfClient(string branch, string method) => Of(branch, "", 0, method);

    /// <summary>What a merged request has in common with the first (RFC 3261 §8.2.2.2), which is no transaction of its own.</summary>
    internal static TransactionKey OfMerged(SipRequest request) => Of(request.CallId, request.From.Tag ?? "", (int)request.CSeq.Number, request.Method);

    public override int GetHashCode() => (int)Low;

    private static TransactionKey Of(string branch, string host, int port, string method)
    {
        var high = Secret[0];
        var low = Secret[1];
        Mix(branch, ref high, ref low);
        Mix(host, ref high, ref low);
        Fold((ulong)port, ref high, ref low);
        Mix(method, ref high, ref low);
        return new TransactionKey(high, low);
    }

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
