namespace Portal.Modularity;

/// <summary>
/// Everything the loaded modules offer, by kind of offer. A kind is any record type; building blocks and contracts add
/// extension methods (<c>Permission</c>, <c>MenuItem</c>, <c>CallTreatment</c>) that read like a table of contents.
/// Filled while the host starts, read-only afterwards.
/// </summary>
public sealed class ModuleCatalog
{
    private readonly List<Offer> _offers = [];
    private string _module = "";
    private bool _closed;

    /// <summary>Adds one offer in the name of the module being described.</summary>
    /// <exception cref="InvalidOperationException">The host has started: the catalog no longer changes.</exception>
    public ModuleCatalog Add<T>(T offer) where T : class
    {
        if (_closed)
        {
            throw new InvalidOperationException("The module catalog is closed once the host has started.");
        }

        _offers.Add(new Offer(_module, offer));
        return this;
    }

    /// <summary>All offers of one kind, in the order the modules were described.</summary>
    public IEnumerable<T> All<T>() where T : class => _offers.Select(o => o.Value).OfType<T>();

    /// <summary>All offers of one kind with the name of the module that made them.</summary>
    public IEnumerable<(string Module, T Offer)> WithModule<T>() where T : class =>
        _offers.Where(o => o.Value is T).Select(o => (o.Module, (T)o.Value));

    /// <summary>Lets one module describe itself; its offers are taken whole or, when it throws, not at all.</summary>
    internal void Describe(IModule module)
    {
        var before = _offers.Count;
        _module = module.Name;
        try
        {
            module.Describe(this);
        }
        catch
        {
            _offers.RemoveRange(before, _offers.Count - before);
            throw;
        }
    }

    internal void Close() => _closed = true;

    private sealed record Offer(string Module, object Value);
}
