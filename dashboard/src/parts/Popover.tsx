import {type ReactNode, useEffect, useRef} from 'react';

export type PopoverProps = {readonly label: string; readonly onClose: () => void; readonly children: ReactNode};

/** A small box under the control that opened it; Escape or a press elsewhere closes it. */
export const Popover = ({label, onClose, children}: PopoverProps): ReactNode => {
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') onClose();
    };
    const onPress = (event: PointerEvent): void => {
      const owner = box.current?.parentElement ?? null;
      if (event.target instanceof Node && owner?.contains(event.target) === false) onClose();
    };
    document.addEventListener('keydown', onKey);
    document.addEventListener('pointerdown', onPress);

    return () => {
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('pointerdown', onPress);
    };
  }, [onClose]);

  return (
    <div className="popover" role="dialog" aria-label={label} ref={box}>
      {children}
    </div>
  );
};
