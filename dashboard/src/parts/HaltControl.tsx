import {type ReactNode, useCallback, useState} from 'react';
import type {CommandName} from '../api.ts';
import {useBot} from '../context.ts';
import type {useCommand} from '../useCommand.ts';
import {useKeyDown} from '../useKeyDown.ts';
import {CommandResult} from './CommandResult.tsx';
import {Popover} from './Popover.tsx';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && /^(input|select|textarea)$/i.test(target.tagName);

export type HaltControlProps = {
  readonly command: ReturnType<typeof useCommand>;
  /** Whether the menu with flatten and resume is open. */
  readonly isOpen: boolean;
  readonly setOpen: (isOpen: boolean) => void;
};

/** Halts with one press or Shift+K; flatten and resume ask first. */
export const HaltControl = ({command, isOpen, setOpen}: HaltControlProps): ReactNode => {
  const {outcome, send, dismiss} = command;
  const isHalted = useBot(({state}) => state?.trading.state === 'HALTED');
  const isKnown = useBot(({state}) => state !== null);
  const close = useCallback(() => setOpen(false), [setOpen]);
  useShortcut(() => void send('halt'));

  return (
    <div className="halt">
      <button
        type="button"
        className="button halt-button"
        disabled={!isKnown || outcome.kind === 'sending'}
        aria-keyshortcuts="Shift+K"
        onClick={() => (isHalted ? setOpen(true) : void send('halt'))}
      >
        <span>{isHalted ? 'Halted · Resume…' : outcome.kind === 'sending' ? 'Sending…' : 'Halt'}</span>
        {!isHalted && <kbd>Shift+K</kbd>}
      </button>
      <button
        type="button"
        className="button halt-more"
        aria-label="More commands"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <span className="chevron-down" aria-hidden="true" />
      </button>
      {isOpen && (
        <Popover label="Commands" onClose={close}>
          <Confirm name="flatten" onConfirm={name => finish(name, send, close)} />
          <Confirm name="resume" onConfirm={name => finish(name, send, close)} />
        </Popover>
      )}
      <CommandResult outcome={outcome} onRetry={name => void send(name)} onDismiss={dismiss} />
    </div>
  );
};

const finish = (name: CommandName, send: (name: CommandName) => Promise<void>, close: () => void): void => {
  close();
  void send(name);
};

const useShortcut = (run: () => void): void =>
  useKeyDown(event => {
    if (!event.shiftKey || event.code !== 'KeyK' || event.repeat || isTyping(event.target)) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    run();
  });

const QUESTIONS = {
  flatten: {
    label: 'Flatten…',
    text: 'Cancels every order, closes every position at the market and halts.',
    yes: 'Flatten now',
  },
  resume: {
    label: 'Resume…',
    text: 'Allows entries again. The breakers measure afresh from the present equity.',
    yes: 'Resume now',
  },
} as const;

type ConfirmProps = {readonly name: 'flatten' | 'resume'; readonly onConfirm: (name: CommandName) => void};

const Confirm = ({name, onConfirm}: ConfirmProps): ReactNode => {
  const [isAsked, setAsked] = useState(false);
  const {label, text, yes} = QUESTIONS[name];

  return (
    <div className="confirm">
      <p>{text}</p>
      {isAsked ? (
        <div className="confirm-answers">
          <button type="button" className="button strong" onClick={() => onConfirm(name)}>
            {yes}
          </button>
          <button type="button" className="button" onClick={() => setAsked(false)}>
            No
          </button>
        </div>
      ) : (
        <button type="button" className="button" onClick={() => setAsked(true)}>
          {label}
        </button>
      )}
    </div>
  );
};
