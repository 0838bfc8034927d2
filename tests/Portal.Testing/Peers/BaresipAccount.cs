namespace Portal.Testing.Peers;

/// <summary>What a <see cref="Baresip"/> phone is set up with.</summary>
/// <param name="User">User part of its address, and its digest user name.</param>
/// <param name="Domain">Domain of its address; a name is never looked up when <paramref name="Server"/> is given.</param>
/// <param name="Password">Digest password; empty for a phone that is never challenged.</param>
/// <param name="Server">Registrar and outbound proxy as <c>address:port</c>; null for a phone that does not register and calls directly.</param>
public sealed record BaresipAccount(string User, string Domain = "127.0.0.1", string Password = "", string? Server = null)
{
    /// <summary><c>udp</c> (the default), <c>tcp</c>, or <c>tls</c> (the server's certificate is not checked).</summary>
    public string Transport { get; init; } = "udp";

    /// <summary>Digest user name where it differs from <see cref="User"/>.</summary>
    public string? AuthUser { get; init; }

    /// <summary>Registration lifetime asked for, in seconds. Baresip refreshes at nine tenths of it.</summary>
    public int Expires { get; init; } = 600;

    /// <summary>Answers every call at once.</summary>
    public bool AutoAnswer { get; init; }

    /// <summary>8 kHz mono WAV file that it speaks in every call; null for silence. The call is hung up at the end of the file.</summary>
    public string? Speaks { get; init; }

    /// <summary>Calls it can have at once; a further one is answered 486.</summary>
    public int MaxCalls { get; init; } = 4;

    /// <summary>Codecs in order of preference, out of PCMU and PCMA.</summary>
    public string Codecs { get; init; } = "PCMU,PCMA";

    /// <summary>Further parameters of the account line, each with its leading semicolon.</summary>
    public string Parameters { get; init; } = "";

    internal string Line(int sipPort)
    {
        var host = Server is null ? $"127.0.0.1:{sipPort}" : Domain;
        var register = Server is null ? ";regint=0" : $";regint={Expires};outbound=\"sip:{Server};transport={Transport}\"";
        var secret = Password.Length == 0 ? "" : $";auth_user={AuthUser ?? User};auth_pass={Password}";
        return $"<sip:{User}@{host};transport={Transport}>{register}{secret};audio_codecs={Codecs};answermode={(AutoAnswer ? "auto" : "manual")}{Parameters}\n";
    }
}
