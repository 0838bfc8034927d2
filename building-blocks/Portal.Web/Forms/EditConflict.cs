namespace Portal.Web.Forms;

/// <summary>Somebody else saved the object while this form was open.</summary>
/// <param name="Message">Who and when: "Anna Admin changed this at 10:42."</param>
public sealed record EditConflict(string Message, IReadOnlyList<FieldChange> Changes);

/// <summary>A field whose saved value is no longer what this form started from.</summary>
/// <param name="Field">The label, for example "Surname".</param>
public sealed record FieldChange(string Field, string Yours, string Theirs);
