using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data;
using Portal.Data.Outbox;
using Portal.Mail.Data;
using Portal.Mail.Sending;
using Portal.Mail.Writing;
using Portal.Modularity.Texts;

namespace Portal.Mail;

public static class MailRegistration
{
    /// <summary>Adds <see cref="IMail"/>: SMTP by <c>Mail:Smtp:…</c>, or a folder where no host is given.</summary>
    public static IServiceCollection AddPortalMail(this IServiceCollection services, IConfiguration configuration)
    {
        Translations.Load(typeof(MailRegistration).Assembly);
        services.AddModuleDb<MailDb>();
        services.AddSingleton(MailOptions.Read(configuration));
        services.AddSingleton<MailFolder>();
        services.AddSingleton<BodyVault>();
        services.AddScoped<MailWriter>();
        services.AddScoped<IMail, OutgoingMail>();
        services.AddOutboxHandler<SendMail, SendMailHandler>();
        services.AddScoped(p => new MailArchive(
            p.GetRequiredService<MailDb>(), p.GetRequiredService<MailOptions>(), p.GetRequiredService<MailFolder>(),
            p.GetRequiredService<BodyVault>(), p.GetRequiredService<IOutbox>(), p.GetRequiredService<UnitOfWork>()));
        return services;
    }
}
