import { equal, settled, test } from './suite.js';
import { MAX_FILES, Uploads } from '/app/model/uploads.js';
import { isPicture, shownSize } from '/app/model/picture-size.js';
import { dayField, dayOf } from '/app/model/dates.js';

/** Uploads whose files arrive when told. */
function scene() {
  /** @type {any[]} */
  const under = [];
  const uploads = new Uploads((file, ports) => {
    return new Promise((resolve, reject) => {
      under.push({ file, ...ports, resolve, reject });
      ports.signal.addEventListener('abort', () => reject({ code: 'cancelled' }));
    });
  });
  return { uploads, under, states: () => uploads.items.map(({ state }) => state) };
}

const file = (name) => new File(['x'.repeat(10)], name, { type: 'text/plain' });

test('uploads: two at a time, with how far they have come', async () => {
  const { uploads, under, states } = scene();
  uploads.add([file('a'), file('b'), file('c')]);
  equal(states(), ['sending', 'sending', 'waiting']);
  under[0].progress(7);
  equal([uploads.items[0].sent, uploads.busy], [7, true]);
  under[0].resolve({ id: 'f1' });
  await settled();
  equal([states(), uploads.done], [['done', 'sending', 'sending'], [{ id: 'f1' }]]);
});

test('uploads: one that is cancelled is gone, one that failed stays and may be tried again', async () => {
  const { uploads, under, states } = scene();
  uploads.add([file('a'), file('b')]);
  uploads.remove(uploads.items[0].key);
  under[1].reject({ code: 'too_large' });
  await settled();
  equal([states(), uploads.items[0].problem.code, under[0].signal.aborted], [['failed'], 'too_large', true]);
  uploads.retry(uploads.items[0].key);
  equal(states(), ['sending']);
  under[2].resolve({ id: 'f2' });
  await settled();
  equal([uploads.take().map(({ attachment }) => attachment.id), uploads.items, uploads.busy], [['f2'], [], false]);
});

test('uploads: a message holds so many and no more', () => {
  const { uploads } = scene();
  const left = uploads.add(Array.from({ length: MAX_FILES + 3 }, (_, i) => file(`f${i}`)));
  equal([left, uploads.items.length, uploads.add([file('x')])], [3, MAX_FILES, 1]);
});

test('pictures: the place they take is known before they come', () => {
  equal(shownSize({ width: 1200, height: 800 }), { width: 380, height: 253 });
  equal(shownSize({ width: 100, height: 80 }), { width: 100, height: 80 });
  equal(shownSize({ width: 20_000, height: 10 }), { width: 380, height: 56 });
  equal([isPicture({ type: 'image/png', width: 1, height: 1 }), isPicture({ type: 'image/png' }), isPicture({ type: 'text/plain', width: 1, height: 1 })], [true, false, false]);
});

test('dates: a field and a day are the same day here', () => {
  equal(dayField(dayOf('2026-03-09')), '2026-03-09');
  equal([dayOf('2026-03-09').getHours(), dayOf('')], [0, null]);
});
