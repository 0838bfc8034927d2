namespace Portal.Modularity.Requests;

/// <summary>
/// The token of the form behind this request, set by the page filter. The first change of the request stores it in its own
/// transaction, so that the same form posted twice changes things once.
/// </summary>
public sealed class Submission
{
    private Guid? _token;

    public void Set(Guid token) => _token = token;

    /// <summary>The token, once: a second change of the same request is not a second submission.</summary>
    public Guid? Take()
    {
        var token = _token;
        _token = null;
        return token;
    }
}

/// <summary>The form was saved already; nothing was changed a second time.</summary>
public sealed class SubmittedTwiceException() : Exception("This form was saved already.");
