import type {KeyboardEvent, ReactNode} from 'react';
import {useView} from '../context.ts';
import {ErrorBoundary} from '../parts/ErrorBoundary.tsx';
import {Panel} from '../parts/Panel.tsx';
import {TABS} from '../tabs/index.ts';
import {useLinkStatus} from '../useStatus.ts';

/** What was decided, ordered, traded and written, one list at a time. */
export const LinesPanel = (): ReactNode => {
  const {tab: id, choose} = useView();
  const chosen = Math.max(
    0,
    TABS.findIndex(each => each.id === id),
  );
  const tab = TABS[chosen];
  const status = useLinkStatus();
  if (tab === undefined) return null;

  return (
    <Panel
      id="lines"
      title="Lists"
      status={status}
      aside={<TabList chosen={chosen} onChoose={index => choose({tab: TABS[index]?.id ?? ''})} />}
    >
      <div role="tabpanel" id={`tabpanel-${tab.id}`} aria-labelledby={`tab-${tab.id}`} className="tabpanel">
        <ErrorBoundary key={tab.id}>
          <tab.Tab />
        </ErrorBoundary>
      </div>
    </Panel>
  );
};

type TabListProps = {readonly chosen: number; readonly onChoose: (index: number) => void};

const TabList = ({chosen, onChoose}: TabListProps): ReactNode => {
  const onKey = (event: KeyboardEvent<HTMLDivElement>): void => {
    const next = nextIndex(event.key, chosen);
    if (next === null) return;
    event.preventDefault();
    onChoose(next);
    event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]').item(next).focus();
  };

  return (
    <div role="tablist" aria-label="Lists" className="tablist" onKeyDown={onKey}>
      {TABS.map(({id, title}, index) => (
        <button
          key={id}
          type="button"
          role="tab"
          id={`tab-${id}`}
          aria-selected={index === chosen}
          aria-controls={`tabpanel-${id}`}
          tabIndex={index === chosen ? 0 : -1}
          onClick={() => onChoose(index)}
        >
          {title}
        </button>
      ))}
    </div>
  );
};

const nextIndex = (key: string, chosen: number): number | null => {
  const last = TABS.length - 1;
  if (key === 'ArrowRight') return chosen === last ? 0 : chosen + 1;
  if (key === 'ArrowLeft') return chosen === 0 ? last : chosen - 1;
  if (key === 'Home') return 0;

  return key === 'End' ? last : null;
};
