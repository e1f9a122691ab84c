import {type ReactNode, useEffect, useRef} from 'react';
import {useKeyDown} from '../useKeyDown.ts';

export type PopoverProps = {readonly label: string; readonly onClose: () => void; readonly children: ReactNode};

/** A small box under the control that opened it; Escape or a press elsewhere closes it. */
export const Popover = ({label, onClose, children}: PopoverProps): ReactNode => {
  const box = useRef<HTMLDivElement>(null);

  useKeyDown(event => {
    if (event.key === 'Escape') onClose();
  });
  useEffect(() => {
    const onPress = (event: PointerEvent): void => {
      const owner = box.current?.parentElement ?? null;
      if (event.target instanceof Node && owner?.contains(event.target) === false) onClose();
    };
    document.addEventListener('pointerdown', onPress);

    return () => document.removeEventListener('pointerdown', onPress);
  }, [onClose]);

  return (
    <div className="popover" role="dialog" aria-label={label} ref={box}>
      {children}
    </div>
  );
};
