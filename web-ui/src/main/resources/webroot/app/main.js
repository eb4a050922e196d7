import { loadLanguage } from './i18n/catalogue.js';
import { Session } from './protocol/session.js';
import { applyTheme } from './theme.js';
import './view/app.js';

applyTheme();
addEventListener('storage', applyTheme);

const session = new Session();
const app = /** @type {any} */ (document.querySelector('tertulia-app'));

await Promise.allSettled([loadLanguage(), session.restore()]);
app.begin(session);
