import {type ReactNode, useEffect, useRef} from 'react';

export type ModalProps = {
  readonly className: string;
  readonly label: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

/** A box over the page that has the keyboard while it is open; Escape or a press beside it closes it. */
export const Modal = ({className, label, isOpen, onClose, children}: ModalProps): ReactNode => {
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    if (isOpen && dialog.current?.open === false) dialog.current.showModal();
    if (!isOpen) dialog.current?.close();
  }, [isOpen]);

  return (
    <dialog
      className={className}
      ref={dialog}
      aria-label={label}
      onClose={onClose}
      onClick={event => {
        if (event.target === dialog.current) onClose();
      }}
    >
      {isOpen && children}
    </dialog>
  );
};
