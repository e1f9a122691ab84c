const KEY = 'ogz-operator-token';

/** Moves the operator token of a link `/#token=…` into the tab's own storage, so that it stands in no address bar, history or screenshot. */
export const adoptToken = (): void => {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token === null) return;
  sessionStorage.setItem(KEY, token);
  history.replaceState(null, '', location.pathname + location.search);
};

export const operatorToken = (): string | null => sessionStorage.getItem(KEY);
