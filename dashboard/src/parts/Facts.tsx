import type {ReactNode} from 'react';

export type Fact = {readonly label: string; readonly value: ReactNode; readonly note?: ReactNode};

/** Labelled values in columns. */
export const Facts = ({facts}: {facts: readonly Fact[]}): ReactNode => (
  <dl className="facts">
    {facts.map(({label, value, note}) => (
      <div key={label}>
        <dt>{label}</dt>
        <dd>
          {value}
          {note !== undefined && <span className="note"> {note}</span>}
        </dd>
      </div>
    ))}
  </dl>
);
