namespace Portal.Web.Forms;

/// <summary>The ways a form can be saved, drawn by <c>/Pages/Shared/_SaveOptions.cshtml</c>.</summary>
/// <param name="Cancel">Where leaving leads.</param>
/// <param name="Stays">Offers to save and stay, for several changes or additions in a row.</param>
public sealed record SaveOptions(string Cancel, bool Stays = false);
