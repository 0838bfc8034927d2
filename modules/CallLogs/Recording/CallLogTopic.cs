using Portal.Web.Live;

namespace Portal.CallLogs.Recording;

/// <summary>Told whenever finished calls have been stored; open lists read themselves again.</summary>
internal sealed class CallLogTopic(TimeProvider time) : LiveTopic(time);
