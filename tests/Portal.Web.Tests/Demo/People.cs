using Microsoft.AspNetCore.Mvc;
using Portal.Modularity.Requests;
using Portal.Web.Search;

namespace Portal.Web.Tests.Demo;

internal sealed record Person(int Id, string Name, string Number, string Site, bool Active, Status Phone, DateTimeOffset Seen, int Version = 1);

/// <summary>Sixty people in memory. Saving remembers form tokens as the unit of work does.</summary>
internal sealed class People
{
    private static readonly string[] First = ["John", "Jane", "Amir", "Chloë", "Dmitri", "Freya", "Grzegorz", "Hannah", "Ines", "Oluwaseun", "Kurt-Friedrich", "Mei"];
    private static readonly string[] Last = ["Smith", "Jones", "Khan", "Müller-Lüdenscheidt", "O’Brien"];
    private readonly Dictionary<int, Person> _all;
    private readonly HashSet<Guid> _tokens = [];
    private readonly Lock _gate = new();

    public People()
    {
        var now = DateTimeOffset.UtcNow;
        _all = Enumerable.Range(0, 60).Select(i => new Person(i + 1, First[i % First.Length] + " " + Last[i % Last.Length], (2001 + i).ToString(), i % 3 == 2 ? "Leeds" : "London",
            i % 7 != 3, i % 7 == 3 ? new(Tone.Neutral, "No telephone") : i % 5 == 4 ? new(Tone.Bad, "Not registered", "phone-off") : new(Tone.Good, "Registered", "phone-check"),
            now.AddMinutes(-37 * i * i))).ToDictionary(p => p.Id);
    }

    public int Saves { get; private set; }

    public IReadOnlyList<Person> All => [.. _all.Values];

    public Person? Find(int id) => _all.GetValueOrDefault(id);

    public Outcome Save(Person person, Submission submission)
    {
        lock (_gate)
        {
            if (submission.Take() is { } token && !_tokens.Add(token))
            {
                throw new SubmittedTwiceException();
            }

            if (_all[person.Id].Version != person.Version)
            {
                return Outcome.Conflict("Anna Admin changed this at 10:42.");
            }

            if (_all.Values.Any(p => p.Id != person.Id && p.Number == person.Number))
            {
                return Outcome.Refused("Number", $"Extension {person.Number} belongs to someone else.");
            }

            _all[person.Id] = person with { Version = person.Version + 1 };
            Saves++;
            return Outcome.Done;
        }
    }
}

internal sealed class PeopleSearch(People people) : ISearchSource
{
    public string Group => "Employees";

    public Task<IReadOnlyList<SearchHit>> FindAsync(string text, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SearchHit>>([.. people.All.Where(p => p.Name.Contains(text, StringComparison.CurrentCultureIgnoreCase) || p.Number.StartsWith(text, StringComparison.Ordinal))
            .Take(limit).Select(p => new SearchHit(p.Name, p.Number + " · " + p.Site, "/people/" + p.Id, "user"))]);
}

internal sealed class BrokenSearch : ISearchSource
{
    public string Group => "Broken";

    public Task<IReadOnlyList<SearchHit>> FindAsync(string text, int limit, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("On purpose.");
}

internal sealed class CallsTile : ViewComponent
{
    public IViewComponentResult Invoke() => View("/Pages/People/_CallsTile.cshtml");
}

internal sealed class RegisteredTile : ViewComponent
{
    public IViewComponentResult Invoke() => View("/Pages/People/_RegisteredTile.cshtml");
}

internal sealed class ForwardedTile : ViewComponent
{
    public IViewComponentResult Invoke() => View("/Pages/People/_ForwardedTile.cshtml");
}

internal sealed class RecentTile(People people) : ViewComponent
{
    public IViewComponentResult Invoke() => View("/Pages/People/_RecentTile.cshtml", people.All.Take(5).ToArray());
}
