import { loadLanguage } from './i18n/catalogue.js';
import { Session } from './protocol/session.js';
import { applyTheme } from './theme.js';
import './view/app.js';

applyTheme();
addEventListener('storage', applyTheme);

const session = new Session();
const app = /** @type {import('./view/app.js').TertuliaApp} */ (document.querySelector('tertulia-app'));

const [, restored] = await Promise.allSettled([loadLanguage(), session.restore()]);
app.begin(session, restored.status === 'fulfilled' && restored.value);
