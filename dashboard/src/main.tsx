import {createRoot} from 'react-dom/client';
import {App} from './App.tsx';
import {paintScheduler} from './paintScheduler.ts';
import {applyPreferences, readPreferences} from './preferences.ts';
import {connect} from './socket.ts';
import {Store} from './store.ts';
import './styles/index.css';
import {adoptToken} from './token.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element with the id "root".');

adoptToken();
applyPreferences(readPreferences());
const store = new Store(paintScheduler());
connect(store);
createRoot(root).render(<App store={store} />);
