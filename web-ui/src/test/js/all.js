import { runAll } from './suite.js';
import './timeline.test.js';
import './unread.test.js';
import './threads.test.js';
import './uploads.test.js';
import './outbox.test.js';
import './alerts.test.js';
import './bridge.test.js';
import './roomlist.test.js';
import './pictures.test.js';
import './rows.test.js';
import './text.test.js';
import './emoji.test.js';
import './jumps.test.js';
import './completion.test.js';
import './catalogue.test.js';

/** @type {any} */ (globalThis).testResults = await runAll();
document.body.append(Object.assign(document.createElement('output'), { id: 'finished' }));
