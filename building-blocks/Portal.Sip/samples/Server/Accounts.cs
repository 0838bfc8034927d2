using Portal.Sip.Authentication;

namespace Portal.Sip.Samples.Server;

/// <summary>Who may register: the hashes are computed once, as a server that keeps no passwords has them.</summary>
internal sealed class Accounts(string realm, int count)
{
    private readonly Dictionary<string, DigestCredential> _byName = Enumerable.Range(1, count)
        .Select(i => DigestCredential.FromPassword($"u{i}", realm, $"s{i}")).ToDictionary(c => c.UserName);

    public string Realm => realm;

    public DigestCredential? Find(string user) => _byName.GetValueOrDefault(user);
}
