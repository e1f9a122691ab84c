import {useEffect} from 'react';

/** Hears every key that is pressed on the page. */
export const useKeyDown = (onKey: (event: KeyboardEvent) => void): void => {
  useEffect(() => {
    document.addEventListener('keydown', onKey);

    return () => document.removeEventListener('keydown', onKey);
  });
};
