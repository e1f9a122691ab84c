import {type ReactNode, useCallback, useState} from 'react';
import {useView} from '../context.ts';
import {COLOURS, THEMES} from '../preferences.ts';
import {Popover} from './Popover.tsx';

/** Theme, and the colours of up and down. */
export const PreferencesMenu = (): ReactNode => {
  const [isOpen, setOpen] = useState(false);
  const {preferences, choose} = useView();
  const close = useCallback(() => setOpen(false), []);

  return (
    <div className="preferences">
      <button type="button" className="button quiet" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        View
      </button>
      {isOpen && (
        <Popover label="View" onClose={close}>
          <Choices
            legend="Theme"
            choices={THEMES}
            chosen={preferences.theme}
            onChoose={theme => choose({preferences: {...preferences, theme}})}
          />
          <Choices
            legend="Colours"
            choices={COLOURS}
            chosen={preferences.colours}
            onChoose={colours => choose({preferences: {...preferences, colours}})}
          />
        </Popover>
      )}
    </div>
  );
};

type ChoicesProps<Key extends string> = {
  readonly legend: string;
  readonly choices: Readonly<Record<Key, string>>;
  readonly chosen: Key;
  readonly onChoose: (key: Key) => void;
};

const Choices = <Key extends string>({legend, choices, chosen, onChoose}: ChoicesProps<Key>): ReactNode => (
  <fieldset className="choices">
    <legend>{legend}</legend>
    {(Object.keys(choices) as Key[]).map(key => (
      <label key={key}>
        <input type="radio" name={legend} checked={key === chosen} onChange={() => onChoose(key)} />
        {choices[key]}
      </label>
    ))}
  </fieldset>
);
