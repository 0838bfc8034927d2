namespace Portal.Sip.Registration;

/// <summary>The memory of where addresses of record can be reached. Knows no SIP rules: those are the <see cref="Registrar"/>'s.</summary>
public interface ILocationStore
{
    /// <summary>The live bindings of an address of record, preferred first; empty when there are none.</summary>
    /// <param name="aor">In canonical form.</param>
    IReadOnlyList<Binding> Find(string aor);

    /// <summary>
    /// Replaces the bindings of an address of record in one step: <paramref name="change"/> sees the live ones and gives the new ones, or null to change nothing.
    /// No other change to this address happens meanwhile. Gives the bindings afterwards.
    /// </summary>
    IReadOnlyList<Binding> Update(string aor, Func<IReadOnlyList<Binding>, IReadOnlyList<Binding>?> change);
}

/// <summary>What happened to a binding.</summary>
public enum BindingChangeKind { Added, Refreshed, Removed, Expired }

/// <summary>One change of one binding.</summary>
public sealed record BindingChange(BindingChangeKind Kind, Binding Binding);
