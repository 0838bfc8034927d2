using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Extensions.Contracts;
using Portal.Extensions.Lines;
using Portal.Extensions.Pages.Employees;
using Portal.Modularity;
using Portal.Tenancy.Contracts;

namespace Portal.Extensions.Tests;

public class The_extension_directory(ExtensionsPortal portal)
{
    [Fact]
    public void Knows_the_demo_telephones_with_their_digests()
    {
        var account = portal.Directory.FindAccount("2001", "Acme.Localhost").ShouldNotBeNull();
        account.Ha1Md5.ShouldBe(Digest.Md5("2001:acme.localhost:sip-2001"));
        account.Ha1Sha256.ShouldBe(Digest.Sha256("2001:acme.localhost:sip-2001"));
        account.Extension.DisplayName.ShouldBe("John Smith");
        account.Extension.Aor.ShouldBe("2001@acme.localhost");
        account.ToString().ShouldNotContain(account.Ha1Md5);
        portal.Directory.FindAccount("2001", "beta.localhost")!.Extension.Company.ShouldBe(portal.Beta);
        foreach (var number in new[] { "2002", "2003", "2004", "2005", "2006", "2007", "2008", "2009", "2010", "2101", "2102", "2103", "2104", "2105" })
        {
            portal.Directory.FindExtension("acme.localhost", number)!.MayReceive.ShouldBeTrue(number);
        }
    }

    [Theory]
    [InlineData("2999", "acme.localhost")]
    [InlineData("2001", "gamma.localhost")]
    [InlineData("", "")]
    public void Does_not_know_strangers(string user, string domain)
    {
        portal.Directory.FindAccount(user, domain).ShouldBeNull();
        portal.Directory.FindExtension(domain, user).ShouldBeNull();
    }

    [Fact]
    public void Knows_its_domains()
    {
        portal.Directory.KnowsDomain("ACME.localhost").ShouldBeTrue();
        portal.Directory.KnowsDomain("acme.example").ShouldBeFalse();
    }

    [Fact]
    public async Task Follows_a_change_with_its_commit()
    {
        var details = portal.Details();
        var id = await portal.AddAsync(details);
        var before = portal.Directory.FindAccount(details.Extension, "acme.localhost")!;
        var moved = details with { Extension = portal.FreshExtension(), LastName = "Renamed" };

        (await portal.Portal.SendAsync(new ChangeEmployee(id, 1, moved), portal.Anna)).Succeeded.ShouldBeTrue();

        portal.Directory.FindExtension("acme.localhost", details.Extension).ShouldBeNull();
        portal.Directory.Find(id)!.Number.ShouldBe(moved.Extension);
        portal.Directory.FindExtension("acme.localhost", moved.Extension)!.DisplayName.ShouldBe("Test Renamed");
        portal.Directory.FindAccount(moved.Extension, "acme.localhost")!.Ha1Md5.ShouldNotBe(before.Ha1Md5);
    }

    [Fact]
    public void Keeps_the_later_of_two_changes_that_arrive_in_the_wrong_order()
    {
        var company = Company();
        var row = Row(company, "2001", EmployeeStatus.Activated, version: 3);
        var snapshot = DirectorySnapshot.Build([company], [row with { Version = 1 }]).With([row]).With([row with { Name = "Late", Version = 2 }]);
        snapshot.Find(row.Employee)!.Entry.DisplayName.ShouldBe("Test");
    }

    [Fact]
    public void Lets_two_employees_swap_their_extensions_in_any_order_of_arrival()
    {
        var company = Company();
        var (a, b) = (Row(company, "2001", EmployeeStatus.Activated, 1), Row(company, "2002", EmployeeStatus.Activated, 1));
        var snapshot = DirectorySnapshot.Build([company], [a, b])
            .With([a with { Number = "2002", Version = 2 }])
            .With([b with { Number = "2001", Version = 3 }])
            .With([b with { Number = "2003", Version = 2 }]);
        snapshot.Find("d.test", "2001")!.Entry.Employee.ShouldBe(b.Employee);
        snapshot.Find("d.test", "2002")!.Entry.Employee.ShouldBe(a.Employee);
        snapshot.Find("d.test", "2003").ShouldBeNull();
    }

    [Theory]
    [InlineData(CompanyStatus.Active, EmployeeStatus.Activated, true, true)]
    [InlineData(CompanyStatus.Trial, EmployeeStatus.Pending, true, false)]
    [InlineData(CompanyStatus.Active, EmployeeStatus.Failed, false, false)]
    [InlineData(CompanyStatus.Active, EmployeeStatus.Inactive, false, false)]
    [InlineData(CompanyStatus.Suspended, EmployeeStatus.Activated, false, false)]
    [InlineData(CompanyStatus.Blocked, EmployeeStatus.Pending, false, false)]
    public void Says_who_may_call_and_be_called(CompanyStatus company, EmployeeStatus employee, bool call, bool receive)
    {
        var owner = Company() with { Status = company };
        var entry = DirectorySnapshot.Build([owner], [Row(owner, "2001", employee, 1)]).Find("d.test", "2001")!.Entry;
        (entry.MayCall, entry.MayReceive).ShouldBe((call, receive));
    }

    [Fact]
    public void Takes_over_a_companys_new_domain_and_state()
    {
        var company = Company();
        var row = Row(company, "2001", EmployeeStatus.Activated, 1);
        var snapshot = DirectorySnapshot.Build([company], [row]).With([company with { SipDomain = "new.test", Status = CompanyStatus.Suspended }]);
        snapshot.KnowsDomain("d.test").ShouldBeFalse();
        snapshot.Find("NEW.test", "2001")!.Entry.MayCall.ShouldBeFalse();
        snapshot.Find(row.Employee)!.Entry.Domain.ShouldBe("new.test");
    }

    [Fact]
    public async Task Asks_for_companies_again_when_one_has_changed()
    {
        await portal.Portal.ChangeAsSystemAsync(async scope =>
        {
            var mediator = scope.GetRequiredService<IMediator>();
            var beta = (await mediator.Send(new ListCompanies())).Single(c => c.Id == portal.Beta);
            await mediator.Publish(new CompanyChanged(beta));
        });
        portal.Directory.FindAccount("2001", "beta.localhost").ShouldNotBeNull();
    }

    [Fact]
    public async Task Is_there_again_after_a_restart()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("portal-test-").FullName;
        await using (var first = await ExtensionsPortal.StartAsync(o => o.Folder = folder))
        {
            first.Services.GetRequiredService<IExtensionDirectory>().FindAccount("2001", "acme.localhost").ShouldNotBeNull();
        }

        await using (var second = await ExtensionsPortal.StartAsync(o => o.Folder = folder))
        {
            second.Services.GetRequiredService<IExtensionDirectory>().FindAccount("2001", "acme.localhost")!
                .Ha1Md5.ShouldBe(Digest.Md5("2001:acme.localhost:sip-2001"));
        }

        System.IO.Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Holds_the_crowd_that_a_measurement_asks_for()
    {
        await using var crowded = await ExtensionsPortal.StartAsync(o => o.Settings["Demo:Employees"] = "3000");
        var directory = crowded.Services.GetRequiredService<IExtensionDirectory>();
        directory.FindExtension("acme.localhost", "20000").ShouldNotBeNull();
        directory.FindAccount("22999", "acme.localhost")!.Ha1Md5.ShouldBe(Digest.Md5("22999:acme.localhost:sip-22999"));
        directory.FindExtension("acme.localhost", "23000").ShouldBeNull();
    }

    private static CompanySummary Company() => new(CompanyId.New(), "D", "d.test", "GB", "Europe/London", CompanyStatus.Active);

    private static LineRow Row(CompanySummary company, string number, EmployeeStatus status, int version) =>
        new(EmployeeId.New(), company.Id, SiteId.New(), number, "Test", status, [], version);
}
