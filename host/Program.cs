using Portal.Web.Hosting;

// The modules are found, not listed; see docs/architecture.md.
return await PortalApplication.RunAsync(args);
