import {type KeyboardEvent as ReactKeyboardEvent, type ReactNode, useState} from 'react';
import type {PaletteEntry} from '../palette.ts';
import {useKeyDown} from '../useKeyDown.ts';
import {type PaletteActions, usePaletteEntries} from '../usePaletteEntries.ts';
import {Modal} from './Modal.tsx';

const IS_MAC = /mac/i.test(navigator.userAgent);

/** Finds and does everything by name: Ctrl+K, or Command+K on a Mac. */
export const CommandPalette = (actions: PaletteActions): ReactNode => {
  const [isOpen, setOpen] = useState(false);
  const close = (): void => setOpen(false);
  useShortcut(() => setOpen(now => !now));

  return (
    <>
      <button
        type="button"
        className="button quiet palette-button"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => setOpen(true)}
      >
        Find <kbd>{IS_MAC ? '⌘K' : 'Ctrl K'}</kbd>
      </button>
      <Modal className="palette" label="Find" isOpen={isOpen} onClose={close}>
        <Palette {...actions} onClose={close} />
      </Modal>
    </>
  );
};

const useShortcut = (toggle: () => void): void =>
  useKeyDown(event => {
    if (event.code !== 'KeyK' || event.ctrlKey === event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (!event.repeat) toggle();
  });

type PaletteProps = PaletteActions & {readonly onClose: () => void};

const Palette = ({onClose, ...actions}: PaletteProps): ReactNode => {
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const shown = usePaletteEntries(query, actions);
  const index = Math.min(chosen, shown.length - 1);

  const run = (entry: PaletteEntry | undefined): void => {
    if (entry === undefined) return;
    onClose();
    entry.run();
  };
  const onKey = (event: ReactKeyboardEvent): void => {
    if (event.key === 'Enter') {
      // What opens now would take the same key for its own.
      event.preventDefault();
      return run(shown[index]);
    }
    const next = nextIndex(event.key, index, shown.length);
    if (next === null) return;
    event.preventDefault();
    setChosen(next);
  };

  return (
    <>
      <input
        role="combobox"
        aria-label="What to show or do"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={shown[index]?.id}
        placeholder="A market, a list, the number of a line, halt…"
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={event => {
          setQuery(event.target.value);
          setChosen(0);
        }}
        onKeyDown={onKey}
      />
      <ul id="palette-list" role="listbox" aria-label="Found">
        {shown.map((entry, place) => (
          <Option key={entry.id} entry={entry} isChosen={place === index} onRun={() => run(entry)} />
        ))}
      </ul>
      {shown.length === 0 && <p className="muted palette-empty">Nothing here goes by that name.</p>}
    </>
  );
};

type OptionProps = {readonly entry: PaletteEntry; readonly isChosen: boolean; readonly onRun: () => void};

const Option = ({entry: {id, title, group}, isChosen, onRun}: OptionProps): ReactNode => (
  <li id={id} role="option" aria-selected={isChosen} onClick={onRun}>
    <span>{title}</span>
    <span className="muted">{group}</span>
  </li>
);

const nextIndex = (key: string, index: number, length: number): number | null => {
  if (length === 0) return null;
  if (key === 'ArrowDown') return (index + 1) % length;

  return key === 'ArrowUp' ? (index + length - 1) % length : null;
};
