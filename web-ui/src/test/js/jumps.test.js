import { equal, test } from './suite.js';
import { fit, foundJumps, ownJumps } from '/app/model/jumps.js';

const counts = (unread = 0, mentions = 0) => ({ readSeq: 0, head: unread, unread, mentions, heard: [] });
const room = (name, at = '', more = counts()) => ({ id: name, name, kind: 'public', last: { at }, counts: more });
const names = (jumps) => jumps.map((jump) => jump.name);

test('switcher: a beginning fits better than a word, a word better than letters in order', () => {
  equal(['Garden', 'The garden', 'Bogard', 'Great day now', 'Kitchen'].map((name) => fit(name, 'gard')), [0, 1, 2, null, null]);
  equal(fit('Garden', 'gdn'), 3);
  equal(fit('José', 'jose'), 0);
});

test('switcher: with nothing asked, mentions come first, then what is unread, then the latest; the open room is left out', () => {
  const rooms = [room('old', '1'), room('new', '3'), room('unread', '2', counts(2)), room('called', '0', counts(1, 1)), room('here', '9')];
  equal(names(ownJumps(rooms, [], '', 'here')), ['called', 'unread', 'new', 'old']);
});

test('switcher: rooms, then commands, then people and rooms not joined yet', () => {
  const run = () => {};
  const own = ownJumps([room('Settlers'), room('Kitchen')], [{ name: 'Settings', key: 's', run }], 'set', '');
  equal(own.map((jump) => jump.type), ['room', 'command']);
  const found = foundJumps([{ id: 'b', name: 'Bob' }], [{ id: 'in', name: 'In' }, { id: 'out', name: 'Out' }], new Set(['in']));
  equal(found.map((jump) => [jump.type, jump.name]), [['person', 'Bob'], ['public', 'Out']]);
});

test('switcher: messages come last, each with where it stands', () => {
  const found = foundJumps([], [], new Set(), [{ roomId: 'r', seq: 4, actor: { id: 'a', name: 'Ann' }, content: 'soup' }]);
  equal(found.map((jump) => [jump.type, jump.key, jump.name]), [['message', 'r/4', 'Ann']]);
});
