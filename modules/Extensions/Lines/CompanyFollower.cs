using MediatR;
using Portal.Data;
using Portal.Tenancy.Contracts;

namespace Portal.Extensions.Lines;

/// <summary>A company that is suspended stops calling with the commit that suspends it.</summary>
internal sealed class CompanyFollower(UnitOfWork unit, ExtensionDirectory directory) : INotificationHandler<CompanyChanged>
{
    public Task Handle(CompanyChanged notification, CancellationToken cancellationToken)
    {
        unit.AfterCommit(directory.FollowCompaniesAsync);
        return Task.CompletedTask;
    }
}
