using MediatR;

namespace Portal.Modularity.Requests;

/// <summary>
/// Marks a request that changes something. It runs in one transaction shared by every module it reaches, and is rolled back
/// when it throws or its outcome is not <see cref="OutcomeKind.Done"/>.
/// </summary>
public interface IChange;

/// <summary>A change that answers with what became of it.</summary>
public interface IChange<out TOutcome> : IRequest<TOutcome>, IChange;
