import { equal, test } from './suite.js';
import { Pictures } from '/app/model/pictures.js';

const until = async (holds) => {
  while (!holds()) await new Promise((later) => setTimeout(later, 5));
};

test('pictures: those that come into view together are asked about at once, and only what there is is fetched', async () => {
  const asked = [];
  const fetched = [];
  const pictures = new Pictures(/** @type {any} */ ({
    get: async (path) => (asked.push(path), { pictures: [{ user: 'ann', version: '1' }, { room: 'r', version: '2' }] }),
    file: async (path) => (fetched.push(path), new Blob(['x'])),
  }));
  for (const subject of ['users/ann', 'users/bob', 'rooms/r', 'users/ann']) pictures.want(subject);
  await until(() => pictures.of('users/ann') && pictures.of('rooms/r'));
  equal(asked, ['/pictures?users=ann%2Cbob&rooms=r']);
  equal(fetched, ['/users/ann/avatar', '/rooms/r/avatar']);
  equal(pictures.of('users/bob'), null);
  pictures.want('users/bob');
  pictures.want('users/ann');
  pictures.clear();
  equal([asked.length, pictures.of('users/ann')], [1, undefined]);
});
