using System.Collections.Concurrent;
using MediatR;
using Portal.Identity.Contracts;
using Portal.Modularity;
using Portal.Modularity.Requests;

namespace Portal.Extensions.Tests;

/// <summary>Stands in for Identity's contract, which is tested where it is implemented.</summary>
internal sealed class TestLogins
{
    public const string TakenUsername = "taken.elsewhere";

    public ConcurrentDictionary<EmployeeId, string> Usernames { get; } = new();
}

internal sealed class TestLoginHandlers(TestLogins logins) :
    IRequestHandler<CreateLogin, Outcome<UserId>>, IRequestHandler<UpdateLogin, Outcome>, IRequestHandler<SuggestPassword, string>
{
    public Task<Outcome<UserId>> Handle(CreateLogin request, CancellationToken cancellationToken)
    {
        if (request.Username == TestLogins.TakenUsername)
        {
            return Task.FromResult<Outcome<UserId>>(Outcome.Refused("Username", "This username is taken."));
        }

        logins.Usernames[request.Employee] = request.Username;
        return Task.FromResult<Outcome<UserId>>(UserId.New());
    }

    public Task<Outcome> Handle(UpdateLogin request, CancellationToken cancellationToken)
    {
        if (!logins.Usernames.ContainsKey(request.Employee))
        {
            return Task.FromResult(Outcome.NotFound);
        }

        logins.Usernames[request.Employee] = request.Username;
        return Task.FromResult(Outcome.Done);
    }

    public Task<string> Handle(SuggestPassword request, CancellationToken cancellationToken) => Task.FromResult("Portal-" + Guid.NewGuid().ToString("N"));
}
