// Runs in the browser, where `scripts/pictures.ts` hands over a filled card. Plain JavaScript, because the types of
// this project know no DOM.
import { AdaptiveCard, HostConfig } from 'adaptivecards';
import markdown from 'markdown-it';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { Message } from 'slack-blocks-to-jsx';
import { registerCharts } from './chart.js';

globalThis.drawCard = ({ medium, card, host }) => {
  const place = document.getElementById('card');
  if (medium === 'teams') drawTeams(place, card, host);
  else drawSlack(place, card, host);
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
function drawSlack(place, card, { theme }) {
  const time = new Date('2026-11-23T17:05:00Z');
  const blocks = JSON.parse(
    JSON.stringify(card.blocks, (key, value) => (key === 'verbatim' ? undefined : value)),
  );
  createRoot(place).render(createElement(Message, { blocks, logo: LOGO, name: 'Scoreline', time, theme }));
}

const LOGO =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 36 36'%3E%3Crect width='36' height='36' rx='8' fill='%232b5c8a'/%3E%3Cpath d='M7 24l7-7 5 4 10-11' fill='none' stroke='white' stroke-width='3'/%3E%3C/svg%3E";
