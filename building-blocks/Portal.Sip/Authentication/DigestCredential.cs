namespace Portal.Sip.Authentication;

/// <summary>What proves an account: HA1 = H(user:realm:password) for each algorithm, lower-case hex. Never the password itself. A null HA1 means the algorithm can't be checked.</summary>
public sealed record DigestCredential(string UserName, string Realm, string? Ha1Md5, string? Ha1Sha256)
{
    /// <summary>Computes both HA1 values.</summary>
    public static DigestCredential FromPassword(string userName, string realm, string password) => new(
        userName, realm,
        DigestHash.Hex(DigestAlgorithm.Md5, $"{userName}:{realm}:{password}"),
        DigestHash.Hex(DigestAlgorithm.Sha256, $"{userName}:{realm}:{password}"));

    internal string? Ha1(DigestAlgorithm algorithm) => algorithm == DigestAlgorithm.Md5 ? Ha1Md5 : Ha1Sha256;

    /// <summary>Keeps the hashes, which are as good as the password, out of logs.</summary>
    public override string ToString() => $"{UserName}@{Realm}";
}

/// <summary>The algorithms of RFC 8760 that phones and this library know.</summary>
public enum DigestAlgorithm { Md5, Sha256 }
