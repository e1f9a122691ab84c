import type {ReactNode} from 'react';
import type {CommandName} from '../api.ts';
import type {CommandOutcome} from '../useCommand.ts';

type Props = {
  readonly outcome: CommandOutcome;
  readonly onRetry: (name: CommandName) => void;
  readonly onDismiss: () => void;
};

/** Says what became of a command, aloud too, until it is dismissed. */
export const CommandResult = ({outcome, onRetry, onDismiss}: Props): ReactNode => (
  <div className="command-result" role="status" aria-live="assertive">
    {outcome.kind !== 'idle' && outcome.kind !== 'sending' && (
      <div className="toast" data-outcome={outcome.kind}>
        <Text outcome={outcome} />
        <div className="confirm-answers">
          {outcome.kind === 'failed' && (
            <button type="button" className="button strong" onClick={() => onRetry(outcome.name)}>
              Try again
            </button>
          )}
          <button type="button" className="button" onClick={onDismiss}>
            Dismiss
          </button>
        </div>
      </div>
    )}
  </div>
);

const Text = ({outcome}: {outcome: CommandOutcome}): ReactNode => {
  if (outcome.kind === 'accepted') return <p>{outcome.text}</p>;
  if (outcome.kind === 'noToken') {
    return (
      <p>
        This page may read but not command. Open the link that the bot printed at its start, or run{' '}
        <code>npx ogz {outcome.name}</code>.
      </p>
    );
  }
  if (outcome.kind !== 'failed') return null;
  const {message, hint, correlationId} = outcome.error;

  return (
    <p>
      <strong>{outcome.name} was not accepted.</strong> {message} {hint}
      {correlationId !== null && <span className="muted"> Id {correlationId}</span>}
    </p>
  );
};
