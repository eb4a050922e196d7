import { equal, test } from './suite.js';
import { peopleMatching, tokenAt } from '/app/text/completion.js';

const asked = (text) => {
  const token = tokenAt(text, text.length);
  return token && [token.kind, token.asked, token.from];
};

test('completion: the word at the caret asks for an emoji or a person', () => {
  equal(asked('so :smi'), ['emoji', 'smi', 3]);
  equal(asked('@an'), ['person', 'an', 0]);
  equal(asked('hello @'), ['person', '', 6]);
  equal(asked('@Zoë'), ['person', 'Zoë', 0]);
});

test('completion: times, smileys, addresses and finished words ask for nothing', () => {
  for (const text of ['at 10:30', ':)', 'a:bc', 'me@example', 'ann@', '@ann ', ':smile: ', '']) equal(asked(text), null, text);
});

test('completion: only what stands before the caret counts', () => {
  equal(tokenAt('@ann and more', 3), { kind: 'person', asked: 'an', from: 0, to: 3 });
});

test('completion: people are found by the beginning of any part of their name, accents aside', () => {
  const people = ['Ana María', 'José Anaya', 'Bob', 'Joana'].map((name) => ({ id: name, name }));
  const names = (text) => peopleMatching(people, text, 10).map((person) => person.name);
  equal(names('ana'), ['Ana María', 'José Anaya', 'Joana']);
  equal(names('jose'), ['José Anaya']);
  equal(names('x'), []);
  equal(peopleMatching(people, '', 2).length, 2);
});
