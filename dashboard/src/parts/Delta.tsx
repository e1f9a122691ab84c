import type {ReactNode} from 'react';

export type DeltaProps = {readonly value: number | bigint; readonly children: ReactNode};

/** A result in the colour of its direction; its text carries the sign as well. */
export const Delta = ({value, children}: DeltaProps): ReactNode => (
  <span className={value > 0 ? 'up' : value < 0 ? 'down' : 'even'}>{children}</span>
);
