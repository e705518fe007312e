// Runs in the browser, where `scripts/pictures.ts` hands over a filled card. Plain JavaScript, because the types of
// this project know no DOM.
import { AdaptiveCard, HostConfig } from 'adaptivecards';
import markdown from 'markdown-it';
import { createElement, Fragment, useLayoutEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { Message } from 'slack-blocks-to-jsx';
import { registerCharts } from './chart.js';

globalThis.drawCard = ({ medium, frame, json, host }) => {
  const place = document.getElementById('card');
  if (medium === 'teams') drawTeams(place, json, host);
  else drawSlack(place, json, { frame, ...host });
};

registerCharts();

function drawTeams(place, json, host) {
  AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = markdown().render(text);
    result.didProcess = true;
  };
  const card = new AdaptiveCard();
  host.fontTypes.default.fontFamily = getComputedStyle(document.body).fontFamily;
  // The published dark theme has a separator of the light one; Teams draws a dark one.
  if (document.body.classList.contains('dark')) host.separator.lineColor = '#3d3d3d';
  card.hostConfig = new HostConfig(host);
  card.parse(json);
  place.append(card.render());
}

// This renderer shows verbatim mrkdwn as its source; Slack only stops finding links and channels in it by itself.
function drawSlack(place, view, { frame, theme }) {
  const time = new Date('2026-11-23T17:05:00Z');
  const blocks = JSON.parse(JSON.stringify(view.blocks, asSlackReads));
  const message = { blocks, logo: LOGO, name: 'Scoreline', time, theme, withoutWrapper: frame !== 'message' };
  const drawn = createElement(Message, message);
  createRoot(place).render(
    createElement(framed(frame), { view, theme }, createElement(Settled, null, drawn)),
  );
}

function asSlackReads(key, value) {
  if (key === 'verbatim') return undefined;
  // Slack shows plain text as it stands; this renderer finds marks, mentions and emoji in it, also across lines.
  if (value?.type === 'plain_text')
    return { ...value, text: value.text.replace(MARKS, (mark) => TWINS[mark]) };
  // It shows no choice that is made beforehand, and not what may be left out.
  if (value?.initial_option !== undefined) return { ...value, placeholder: value.initial_option.text };
  if (value?.optional === true) return { ...value, label: optional(value.label) };
  return value;
}

const MARKS = /[*_~`<]|:(?=[^: ]+:)/g;
const TWINS = { '*': '\u2217', _: '\u02CD', '~': '\u223C', '`': '\u02CB', '<': '<\u2060', ':': '\u2236' };

const optional = (label) => ({ ...label, text: `${label.text} (optional)` });

const framed = (frame) => ({ home: Home, modal: Modal })[frame] ?? Fragment;

const Home = ({ children }) =>
  createElement('div', { className: 'home dark:text-dark-text-primary' }, children);

function Modal({ view, children }) {
  const button = (kind, text) => createElement('span', { className: `button ${kind}`, key: kind }, text);
  return createElement(
    'div',
    { className: 'modal' },
    createElement('h1', null, view.title.text, createElement('span', null, '×')),
    createElement('div', { className: 'blocks' }, children),
    createElement('footer', null, button('close', view.close.text), button('submit', view.submit.text)),
  );
}

/** Slack leaves out names on an axis that have no room; this renderer draws them over each other. */
function Settled({ children }) {
  useLayoutEffect(() => {
    // In a form Slack draws a line to type in, and fields as wide as the form.
    for (const { style } of document.querySelectorAll('.modal textarea'))
      Object.assign(style, { minHeight: '0', height: '38px', resize: 'none' });
    for (const { style } of document.querySelectorAll('.modal [class*="w-[190px]"]')) style.width = '100%';
    for (const { style } of document.querySelectorAll(
      '.modal .pointer-events-none, .modal .pointer-events-none *',
    ))
      style.setProperty('color', 'inherit', 'important');
    for (const chart of document.querySelectorAll('.slack_blocks_to_jsx__data_visualization_chart')) {
      const names = [...chart.querySelectorAll(':scope > text[y][text-anchor=middle][font-size="11"]')];
      const every = names.findIndex((_, step) => step > 0 && haveRoom(names, step));
      for (const [at, name] of names.entries()) if (at % Math.max(every, 1) !== 0) name.remove();
    }
  });
  return children;
}

function haveRoom(names, step) {
  const kept = names.filter((_, at) => at % step === 0).map((name) => name.getBoundingClientRect());
  return kept.every(({ left }, at) => at === 0 || left > kept[at - 1].right + 6);
}

const LOGO =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 36 36'%3E%3Crect width='36' height='36' rx='8' fill='%232b5c8a'/%3E%3Cpath d='M7 24l7-7 5 4 10-11' fill='none' stroke='white' stroke-width='3'/%3E%3C/svg%3E";
