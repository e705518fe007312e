import { describe, expect, test } from 'vitest';
import type { Card } from '../../src/cards/card.ts';
import { render } from '../../src/cards/render.ts';
import { button, instant } from '../../src/cards/view.ts';
import { HOSTILE } from '../support/card-facts.ts';

const notice = (headline: string, line = 'score'): Card => ({
  name: 'notice',
  data: {},
  view: { headline, hasButtons: true, buttons: [button(headline, line)] },
  text: headline,
});
const text = (card: Card, medium: 'teams' | 'slack') => JSON.stringify(render(card, medium));

const EXPRESSIONS = ['headline', 'if(true, 1, 2)', '$root'].map((inside) => `$\{${inside}}`).join(' ');

describe('words from outside', () => {
  test('are never evaluated as a template', () => {
    const card = notice(EXPRESSIONS);
    expect(text(card, 'slack')).toContain(EXPRESSIONS);
    expect(render(card, 'teams')).toMatchObject({ speak: EXPRESSIONS });
  });

  test('never call a date function', () => {
    expect(text(notice('{{{DATE(2026-11-23T00:00:00Z)}}}'), 'teams')).not.toContain('{{');
  });

  test('are literal where Slack reads no markup', () => {
    const card = notice('<!channel> & *x*');
    expect(render(card, 'slack')).toMatchObject({
      blocks: [{ text: { type: 'plain_text', text: '<!channel> & *x*' } }, {}],
    });
  });

  test('are Markdown-escaped in a TextBlock and literal in the title of a button', () => {
    expect(render(notice('a *b*'), 'teams')).toMatchObject({
      body: [{ text: 'a \\*b\\*' }],
      actions: [{ title: 'a *b*' }],
      speak: 'a *b*',
    });
  });

  test('stand on one line, without marks that reorder it', () => {
    expect(text(notice(HOSTILE), 'slack')).not.toMatch(/\\n|\u202E/);
  });
});

test('a command line goes in as it is', () => {
  const line = `score 'R&D *x* <y>'`;
  expect(render(notice('x', line), 'slack')).toMatchObject({ blocks: [{}, { elements: [{ value: line }] }] });
  expect(render(notice('x', line), 'teams')).toMatchObject({ actions: [{ data: { line } }] });
});

describe('a moment', () => {
  const footer = { asOf: instant('2026-11-23T14:05:30.123Z', 'Mon 23 Nov | <15:05>'), rest: 'x' };
  const card: Card = { ...notice('x'), name: 'controls', view: controls() };
  function controls(): Card['view'] {
    const none = { notes: [], controls: [], hasControls: false, more: '', hasMore: false, shown: '' };
    return { headline: 'x', name: 'x', ...none, footer, buttons: [button('Help', 'help')] };
  }

  test('is shown in the reader’s own zone', () => {
    expect(text(card, 'teams')).toContain(
      '{{DATE(2026-11-23T14:05:30Z, SHORT)}} {{TIME(2026-11-23T14:05:30Z)}}',
    );
    const said = '<!date^1795442730^{date_short_pretty} {time}|Mon 23 Nov   &lt;15:05&gt;>';
    expect(text(card, 'slack')).toContain(said);
  });

  test('is words where the platform does not look for one', () => {
    const headline = { ...card, view: { ...controls(), headline: footer.asOf } };
    expect(render(headline, 'teams')).toMatchObject({ speak: 'Mon 23 Nov | <15:05>' });
  });
});
