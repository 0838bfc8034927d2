using Microsoft.AspNetCore.Http;

namespace Portal.Web.Forms;

/// <summary>The form of a request, where there is one that can be read.</summary>
internal static class PostedForm
{
    /// <summary>Null for a request without a form, and for one beyond the server's limits or with octets that are no text.</summary>
    public static async ValueTask<IFormCollection?> ReadAsync(HttpRequest request)
    {
        if (!request.HasFormContentType)
        {
            return null;
        }

        try
        {
            return await request.ReadFormAsync(request.HttpContext.RequestAborted);
        }
        // Too many fields, too long names, a NUL, parts that never end (InvalidDataException is one too); or a body beyond the limit.
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException or IOException)
        {
            return null;
        }
    }
}
