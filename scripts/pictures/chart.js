// The open renderer of Adaptive Cards knows no charts. This stands in for the one of Teams: the same data, axes and
// legend in plain SVG, so that a picture shows what a chart says and how much room it takes, not how Teams draws it.
import { CardElement, GlobalRegistry, Versions } from 'adaptivecards';

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP] = [560, 190, 36, 22, 8];

export function registerCharts() {
  GlobalRegistry.elements.register('Chart.Line', LineChart, Versions.v1_5);
}

class LineChart extends CardElement {
  getJsonTypeName() {
    return 'Chart.Line';
  }

  internalParse(source, context) {
    super.internalParse(source, context);
    this.source = source;
  }

  internalRender() {
    const holder = document.createElement('div');
    holder.style.width = '100%';
    holder.innerHTML = drawing(this.source);
    return holder;
  }
}

function drawing({ data, yMin, yMax, showLegend }) {
  const all = data.flatMap(({ values }) => values);
  const dates = all.every(({ x }) => /^\d{4}-\d{2}-\d{2}$/.test(x));
  const places = all.map(({ x }, n) => (dates ? Date.parse(x) : n));
  const [from, to] = [Math.min(...places), Math.max(...places)];
  const left = (place) => LEFT + ((place - from) / (to - from || 1)) * (WIDTH - LEFT - 8);
  const top = (y) => TOP + ((yMax - y) / (yMax - yMin)) * (HEIGHT - TOP - BOTTOM);
  let n = 0;
  const lines = data.map(({ values }) => {
    const points = values.map(({ y }) => `${left(places[n++])},${top(y)}`);
    return `<polyline points="${points.join(' ')}" fill="none" stroke="#4f6bed" stroke-width="2.5"/>`;
  });
  const legend = showLegend
    ? `<div class="legend">${data.map(({ legend }) => `<i></i>${legend}`).join('')}</div>`
    : '';
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" width="100%" class="chart">${grid(yMin, yMax, top)}
    ${names(all, places, left)}${lines.join('')}</svg>${legend}`;
}

function grid(yMin, yMax, top) {
  const values = Array.from({ length: 5 }, (_, n) => yMin + ((yMax - yMin) * n) / 4);
  return values
    .map(
      (y) => `<line x1="${LEFT}" x2="${WIDTH}" y1="${top(y)}" y2="${top(y)}" class="grid"/>
      <text x="${LEFT - 6}" y="${top(y) + 4}" text-anchor="end">${Number(y.toFixed(1))}</text>`,
    )
    .join('');
}

function names(all, places, left) {
  const every = Math.max(1, Math.ceil(all.length / 6));
  return all
    .map(({ x }, n) =>
      n % every === 0
        ? `<text x="${left(places[n])}" y="${HEIGHT - 6}" text-anchor="middle">${x}</text>`
        : '',
    )
    .join('');
}
