import { html, render, svg } from 'lit';

/** Line icons on a grid of 24, drawn for this page. */
const SHAPES = {
  plus: svg`<path d="M12 5v14M5 12h14"/>`,
  search: svg`<circle cx="11" cy="11" r="6.500"/><path d="m16 16 4.500 4.500"/>`,
  hash: svg`<path d="M9.500 4 7.500 20M16.500 4l-2 16M4.500 9h16M3.500 15h16"/>`,
  lock: svg`<rect x="5" y="10.500" width="14" height="10" rx="2.500"/><path d="M8 10.500V8a4 4 0 0 1 8 0v2.500"/>`,
  bolt: svg`<path d="M13 3 5 13.500h6L10.500 21 19 10.500h-6.500z"/>`,
  people: svg`<circle cx="9" cy="8.500" r="3.500"/><path d="M2.500 20c.5-4 3-6 6.500-6s6 2 6.500 6M16 5.300a3.500 3.500 0 0 1 0 6.400M18 14.400c2 .8 3.200 2.700 3.500 5.600"/>`,
  person: svg`<circle cx="12" cy="8" r="4"/><path d="M4.500 20.500c.6-4.500 3.400-6.500 7.500-6.500s6.900 2 7.500 6.500"/>`,
  chat: svg`<path d="M12 4c5 0 8.500 3.200 8.500 7.300s-3.500 7.300-8.500 7.300c-1 0-2-.100-2.900-.400L4.500 20l1.200-3.600c-1.400-1.300-2.200-3-2.200-5.100C3.500 7.200 7 4 12 4z"/>`,
  gear: svg`<circle cx="12" cy="12" r="3"/><path d="M12 2.800v3M12 18.200v3M2.800 12h3M18.200 12h3M5.500 5.500l2.100 2.100M16.400 16.400l2.100 2.100M18.500 5.500l-2.100 2.100M7.600 16.400l-2.100 2.100"/>`,
  bell: svg`<path d="M6 16.500V11a6 6 0 0 1 12 0v5.500l1.500 1.500h-15zM10 20.500h4"/>`,
  smile: svg`<circle cx="12" cy="12" r="9"/><path d="M8 14c.9 1.700 2.300 2.500 4 2.500s3.100-.8 4-2.500M9 9.500v.500M15 9.500v.500"/>`,
  pin: svg`<path d="M9 4h6l-.700 6 3.200 3.500v1.500h-11v-1.500L9.700 10zM12 15v5.500"/>`,
  edit: svg`<path d="M4.500 19.500l1-4.500L16 4.500l3.500 3.500L9 18.500zM13.500 7l3.500 3.500"/>`,
  trash: svg`<path d="M4.500 7h15M9.500 7V4.500h5V7M6.500 7l1 13h9l1-13M10.500 11v5M13.500 11v5"/>`,
  dots: svg`<circle cx="5.500" cy="12" r="1.200"/><circle cx="12" cy="12" r="1.200"/><circle cx="18.500" cy="12" r="1.200"/>`,
  back: svg`<path d="M19.500 12h-15m6.500-6.500L4.500 12l6.500 6.500"/>`,
  close: svg`<path d="m6 6 12 12M18 6 6 18"/>`,
  send: svg`<path d="M4 12 20.500 4.500 15 20l-3.500-6.500zM11.500 13.500l4-4"/>`,
  check: svg`<path d="m5 12.500 4.500 4.500L19 7.500"/>`,
  checks: svg`<path d="m2.500 12.500 4.500 4.500 8.500-9M12 16.500l.700.5L21.500 8"/>`,
  clock: svg`<circle cx="12" cy="12" r="8"/><path d="M12 7.500V12l3 2"/>`,
  alert: svg`<circle cx="12" cy="12" r="9"/><path d="M12 7v6M12 16.500v.300"/>`,
  reply: svg`<path d="M10 6 4 12l6 6M4.500 12H14c4 0 6 2.500 6 6.500"/>`,
  forward: svg`<path d="m14 6 6 6-6 6M19.500 12H10c-4 0-6 2.500-6 6.500"/>`,
  forth: svg`<path d="M4.500 12h15m-6.500-6.500 6.500 6.500-6.500 6.500"/>`,
  clip: svg`<path d="m19.500 11-7.800 7.800a4.800 4.800 0 0 1-6.800-6.800l8.300-8.300a3.200 3.200 0 0 1 4.500 4.500l-8.300 8.300a1.600 1.600 0 0 1-2.300-2.300l7.600-7.600"/>`,
  picture: svg`<rect x="3.500" y="4.500" width="17" height="15" rx="2.500"/><circle cx="8.700" cy="9.500" r="1.600"/><path d="m4 17 5-4.500 3.500 3 3-2.500 4.500 4"/>`,
  film: svg`<rect x="3.500" y="5" width="17" height="14" rx="2.500"/><path d="m10.500 9 4.500 3-4.500 3z"/>`,
  sound: svg`<path d="M9.500 17.500V6l9-2v11.500M9.500 17.500a2.500 2.500 0 1 1-2.500-2.500h2.500M18.500 15.500A2.500 2.500 0 1 1 16 13h2.500"/>`,
  file: svg`<path d="M13.500 3.500h-6a2 2 0 0 0-2 2v13a2 2 0 0 0 2 2h9a2 2 0 0 0 2-2v-10zM13.500 3.500v5h5M9 13h6M9 16.500h4"/>`,
  files: svg`<path d="M14 3.500H9.500a1.500 1.500 0 0 0-1.500 1.500v10a1.500 1.500 0 0 0 1.500 1.500H17a1.500 1.500 0 0 0 1.500-1.500V8zM14 3.500V8h4.500M5 7.500v11A1.500 1.500 0 0 0 6.500 20H14"/>`,
  calendar: svg`<rect x="4" y="5.500" width="16" height="14.500" rx="2.500"/><path d="M4 10h16M8.500 3.500v4M15.500 3.500v4"/>`,
  again: svg`<path d="M19.500 12a7.500 7.500 0 1 1-2.300-5.400M19.500 3.500v4h-4"/>`,
  beside: svg`<rect x="3.500" y="5" width="17" height="14" rx="2.500"/><path d="M12.500 5v14"/>`,
  verified: svg`<path d="M12 3.500 5 6v5.500c0 4.500 3 7.700 7 9 4-1.300 7-4.500 7-9V6zM8.700 12l2.300 2.300 4.300-4.500"/>`,
  copy: svg`<rect x="8.500" y="8.500" width="12" height="12" rx="2.500"/><path d="M15.500 5.500v0a2 2 0 0 0-2-2h-8a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2"/>`,
  link: svg`<path d="M10 14a4.500 4.500 0 0 0 6.500.300l3-3a4.500 4.500 0 0 0-6.400-6.400L11.500 6.500M14 10a4.500 4.500 0 0 0-6.500-.300l-3 3a4.500 4.500 0 0 0 6.400 6.400l1.600-1.600"/>`,
  out: svg`<path d="M14 4.500H6.500a2 2 0 0 0-2 2v11a2 2 0 0 0 2 2H14M10 12h10.500m-4-4 4 4-4 4"/>`,
  eye: svg`<path d="M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12z"/><circle cx="12" cy="12" r="3"/>`,
  eyeOff: svg`<path d="M4 4l16 16M9.500 5.900A9 9 0 0 1 12 5.500c6 0 9.500 6.500 9.500 6.500a17 17 0 0 1-3 3.700M6.300 7.700A17 17 0 0 0 2.500 12S6 18.500 12 18.500c1.500 0 2.900-.4 4.100-1"/>`,
  down: svg`<path d="M12 4.500v15M5.500 13l6.500 6.500 6.500-6.500"/>`,
  compass: svg`<circle cx="12" cy="12" r="9"/><path d="m15.800 8.200-2.300 5.300-5.300 2.300 2.300-5.300z"/>`,
  key: svg`<circle cx="8" cy="15" r="4.500"/><path d="m11.500 11.500 8-8M16 7l3 3"/>`,
  invite: svg`<circle cx="9.500" cy="8" r="4"/><path d="M2.500 20.500c.5-4.500 3-6.500 7-6.500 1.500 0 2.800.3 3.900.8M18.500 14v7M15 17.500h7"/>`,
  device: svg`<rect x="3" y="4.500" width="18" height="12" rx="2"/><path d="M8.500 20.500h7M12 16.500v4"/>`,
  star: svg`<path d="m12 3.800 2.500 5.200 5.700.8-4.100 4 1 5.700L12 16.800l-5.100 2.700 1-5.700-4.100-4 5.700-.8z"/>`,
  bellOff: svg`<path d="M4 4l16 16M8 6.700a6 6 0 0 1 10 4.300v3M17 17H4.500L6 15.500V11M10 20.500h4"/>`,
  inbox: svg`<path d="M3.500 13.500 6 5.500h12l2.500 8v4a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2zM3.500 13.500H8.500c0 2 1.500 3 3.500 3s3.500-1 3.500-3h5"/>`,
  at: svg`<circle cx="12" cy="12" r="3.700"/><path d="M15.700 8.500v5c0 1.700 1 2.500 2.200 2.500 1.700 0 2.600-1.700 2.600-4a8.500 8.500 0 1 0-3.500 6.900"/>`,
  thread: svg`<path d="M4.500 5.500h15M4.500 10.500h9M12.500 18.500l-2-1.500h-4a2 2 0 0 1-2-2"/><path d="M13 14.500h6.500v5H15l-2 1.500z"/>`,
  chevron: svg`<path d="m8 10 4 4 4-4"/>`,
  shield: svg`<path d="M12 3.500 5 6v5.500c0 4.500 3 7.700 7 9 4-1.300 7-4.500 7-9V6z"/>`,
  flag: svg`<path d="M6 21V4.500M6 5h11.500l-2.500 4 2.500 4H6"/>`,
  ban: svg`<circle cx="12" cy="12" r="8.500"/><path d="m6 6 12 12"/>`,
  keyboard: svg`<rect x="2.500" y="6.500" width="19" height="11.500" rx="2"/><path d="M6.500 10.500v.1M10 10.500v.1M13.500 10.500v.1M17 10.500v.1M8 14.500h8"/>`,
  camera: svg`<path d="M4 8h3.500L9 5.500h6L16.500 8H20a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1z"/><circle cx="12" cy="13" r="3.500"/>`,
  moon: svg`<path d="M19.500 14.500A8 8 0 0 1 9.500 4.500a8 8 0 1 0 10 10z"/>`,
  archive: svg`<path d="M3.500 5h17v4h-17zM5 9v10.500h14V9M10 13h4"/>`,
  download: svg`<path d="M12 4v11m-4.500-4.500L12 15l4.500-4.500M4.500 19.500h15"/>`,
  wifi: svg`<path d="M4 4l16 16M5 12.500a10 10 0 0 1 4.500-2.600M14.500 10a10 10 0 0 1 4.500 2.500M2 8.800A15 15 0 0 1 6 6.200M11 5a15 15 0 0 1 11 3.800M8.500 16a5 5 0 0 1 5-1.200M12 19.700v.100"/>`,
};

/** @param {keyof typeof SHAPES} name */
export const icon = (name) =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${SHAPES[name]}</svg>`;

const KIND_ICONS = { public: 'hash', private: 'lock', instant: 'bolt', direct: 'person' };

/** @param {string} kind of a room */
export const kindIcon = (kind) => icon(KIND_ICONS[kind] ?? 'hash');

/** The same for what is built without a template. @param {keyof typeof SHAPES} name @returns {Node} */
export function iconNode(name) {
  const holder = document.createElement('span');
  holder.className = 'icon-holder';
  render(icon(name), holder);
  return holder;
}
