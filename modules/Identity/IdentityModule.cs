using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data;
using Portal.Data.History;
using Portal.Data.Jobs;
using Portal.Data.Outbox;
using Portal.Identity.Accounts;
using Portal.Identity.Data;
using Portal.Identity.Demo;
using Portal.Identity.Domain;
using Portal.Identity.Jobs;
using Portal.Identity.Pages.ContactLogins;
using Portal.Identity.Pages.PartnerLogins;
using Portal.Identity.Pages.Sessions;
using Portal.Identity.Pages.Users;
using Portal.Identity.Pictures;
using Portal.Identity.Passkeys;
using Portal.Identity.Passwords;
using Portal.Identity.Requests;
using Portal.Identity.Sessions;
using Portal.Identity.SignIn;
using Portal.Identity.TwoStep;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Identity.Tiles;
using Portal.Tenancy.Contracts;
using Portal.Web;

namespace Portal.Identity;

/// <summary>Who may sign in, and as what.</summary>
public sealed class IdentityModule : IModule
{
    internal const string ViewUsers = "users.view", UnlockUsers = "users.unlock", ChangeLogins = "logins.change",
        AddUsers = "users.add", ChangeUsers = "users.change", GiveGroups = "users.groups",
        ViewSessions = "sessions.view", LogInAsUser = "users.log-in-as",
        ResetPasswords = "users.passwords", ChangeRules = "sign-in.rules", OwnServicePasswords = "service-passwords.change";

    public string Name => "Identity";

    public void Register(IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDb<IdentityDb>();
        services.AddSingleton<KnownAccounts>();
        services.AddSingleton<KnownSessions>();
        services.AddHostedService<SessionKeeper>();
        services.AddScoped<SessionList>();
        services.AddSingleton<WhoIs>();
        services.AddSingleton<IPortraits, Portraits>();
        services.AddSingleton<Installation>();
        services.AddScoped<Logins>();
        services.AddScoped<NewAccounts>();
        services.AddScoped<AccountRemoval>();
        services.AddScoped<UserList>();
        services.AddScoped<GroupGrants>();
        services.AddScoped<AdministrableGroups>();
        services.AddScoped<AccountPowers>();

        // Ours come first; AddIdentityCore adds its own only where there is none.
        services.AddScoped<ILookupNormalizer, NamesAsTheyAre>();
        services.AddScoped<IUserValidator<User>, UsernameCheck>();
        services.AddScoped<IPasswordValidator<User>, NewPasswordCheck>();
        services.AddSingleton<IPasswordHasher<User>, PasswordHasher<User>>();
        services.AddIdentityCore<User>().AddUserStore<UserStore>();
        // OWASP's figure for PBKDF2 with SHA-512.
        services.Configure<PasswordHasherOptions>(o => o.IterationCount = configuration.GetValue("Identity:PasswordIterations", 210_000));

        services.AddAuthentication(Session.Scheme).AddCookie(Session.Scheme, SessionCookie.Configure);
        services.AddSingleton<ICurrentUserResolver, SessionUser>();
        services.AddSingleton<IAuthors, Authors>();
        services.AddScoped<PasswordCheck>();
        services.AddSingleton<StandInHash>();
        services.AddSingleton<AddressThrottle>();
        services.AddSingleton<UnknownNames>();
        services.Configure<MvcOptions>(o =>
        {
            o.Filters.Add<LeadToFirstStart>();
            o.Filters.Add<OwnAccountOnly>();
        });

        AddCredentials(services);

        services.AddScoped<IDemoData, AccountsDemo>();
    }

    private static void AddCredentials(IServiceCollection services)
    {
        services.AddSingleton<PasswordAge>();
        services.AddScoped<PasswordSetting>();
        services.AddScoped<PortalAddress>();
        services.AddScoped<Links>();
        services.AddScoped<AccountMail>();
        services.AddScoped<Below>();
        services.AddOutboxHandler<CredentialForgotten, CredentialForgottenHandler>();
        services.Configure<MvcOptions>(o => o.Filters.Add<LeadToNewPassword>());

        services.AddScoped<TryLog>();
        services.AddScoped<SecondSteps>();
        services.AddScoped<SignInSteps>();
        services.AddSingleton<PendingSignIns>();
        services.AddSingleton<AuthenticatorVault>();

        services.AddScoped<IPasskeyHandler<User>, PasskeyHandler<User>>();
        services.AddScoped<PasskeyCeremonies>();
        services.AddSingleton<UsedChallenges>();
        // Finger, face or PIN always: a passkey stands for the password and the second step. Kept by the device with the name, so
        // that nobody has to say first who they are.
        services.Configure<IdentityPasskeyOptions>(o => (o.UserVerificationRequirement, o.ResidentKeyRequirement) = ("required", "required"));

        // After Razor Pages' own set-up, which begins with an empty list of conventions.
        services.PostConfigure<RazorPagesOptions>(o => o.Conventions
            .AddPageRoute("/Access/Login", "/employees/{employee:guid}/login")
            .AddPageRoute("/Access/Login", "/contacts/{contact:guid}/login"));
    }

    public void Describe(ModuleCatalog offers) => offers
        .Permission(new Permission(ViewUsers, "See who may sign in", Role.Partner, Role.CompanyAdmin))
        .Permission(new Permission(UnlockUsers, "Unlock accounts (Force unlock)", Role.Partner, Role.CompanyAdmin))
        .Permission(new Permission(ChangeLogins, "Give employees a login", Role.Partner, Role.CompanyAdmin, Role.GroupAdmin))
        .Permission(new Permission(AddUsers, "Add administrators", Role.Partner, Role.CompanyAdmin))
        .Permission(new Permission(ChangeUsers, "Change what those below may do, close and remove their accounts", Role.Partner, Role.CompanyAdmin))
        .Permission(new Permission(GiveGroups, "Make group administrators of the groups one administers", Role.Partner, Role.CompanyAdmin, Role.GroupAdmin))
        .Permission(new Permission(ViewSessions, "See who is signed in, and end sessions of those below", Role.Partner, Role.CompanyAdmin))
        .Permission(new Permission(LogInAsUser, "Log in as somebody below, to help them", Role.Partner, Role.CompanyAdmin))
        .Tile<AdminsTile>(Dashboard.Company, ViewUsers, 25)
        .CompanyPart<CompanyAdminsTile>(ViewUsers, 25)
        .ContactPart<ContactLoginPart>(ViewUsers, 10)
        .PartnerPart<PartnerLoginsPart>(ViewUsers, 10)
        .MenuItem(MenuPlace.Platform, "Sessions", "/sessions", "devices", ViewSessions, 20)
        .MenuItem(MenuPlace.Company, "Sessions", "/companies/{id}/sessions", "devices", ViewSessions, 85)
        .MenuItem(MenuPlace.User, "Your sessions", "/profile/sessions", "devices", null, 50)
        .MenuItem(MenuPlace.Employee, "Admin privileges", "/employees/{id}/admin-privileges", "user-cog", GiveGroups, 88)
        .MenuItem(MenuPlace.Employee, "Log in as", "/employees/{id}/log-in-as", "login", LogInAsUser, 95)
        .Permission(new Permission(ResetPasswords, "Reset passwords of those below and decide how they sign in", Role.Partner, Role.CompanyAdmin, Role.GroupAdmin))
        .Permission(new Permission(ChangeRules, "Demand a second step of everyone in a company", Role.Partner, Role.CompanyAdmin))
        .MenuItem(MenuPlace.User, "Security", "/security", "shield-lock", order: 5)
        .MenuItem(MenuPlace.Employee, "Login", "/employees/{id}/login", "login", ResetPasswords, 85)
        .MenuItem(MenuPlace.Employee, "Service passwords", "/employees/{id}/service-passwords", "password", OwnServicePasswords, 86)
        .MenuItem(MenuPlace.Company, "Sign-in", "/companies/{id}/sign-in", "shield-lock", ChangeRules, 82)
        .Permission(new Permission(OwnServicePasswords, "Set application password and voice portal PIN", Role.Partner, Role.CompanyAdmin, Role.GroupAdmin, Role.Employee))
        .MenuItem(MenuPlace.Platform, "Users", "/users", "user-shield", ViewUsers, 10)
        .MenuItem(MenuPlace.Company, "Users", "/companies/{id}/users", "user-shield", ViewUsers, 80)
        .Job<RemoveExpired>(RemoveExpired.Name, JobSchedule.Daily(4))
        .History<IdentityDb, User>("users", "User", u => new HistoryObject(u.DisplayName, new ObjectScope(u.CompanyId)));

    public void Map(IEndpointRouteBuilder routes) => routes.MapPictures();
}
