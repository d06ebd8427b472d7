'use client';

import { useEffect, useRef, useState } from 'react';
import type uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { FrameHandle } from './FrameHandle.tsx';
import { FrameSlider } from './FrameSlider.tsx';
import { clock } from './format.ts';
import { stack } from './series.ts';
import { later } from '../ui/later.ts';
import css from './TimeChart.module.css';

/** One series; slot 0 is the grey rest. */
interface ChartRow {
  key: string;
  label: string;
  slot: number;
  values: (number | null)[];
}

interface Props {
  /** End of each step, Unix seconds. */
  times: number[];
  rows: ChartRow[];
  mode: 'stacked' | 'lines';
  /** Visible range, Unix seconds. */
  from: number;
  to: number;
  /** The window of the shares, drawn as a frame. */
  window: { from: number; to: number } | null;
  marks: { at: number; text: string }[];
  /** Fixed upper end of the scale, for shares. */
  max?: number;
  format: (value: number) => string;
  /** One sentence for those who do not see the chart. */
  summary: string;
  onWindow?: (from: number, to: number) => void;
}

const loadLibrary = later(() => import('uplot'));

const HEIGHT = 236;
/** Ranges longer than this many seconds have the time of day below. */
const LONG_S = 900;

interface Live {
  props: Props;
  stacked: (number | null)[][];
}

/** Series over time on uPlot: reads its colours from the tokens and draws anew when the scheme changes. */
export function TimeChart(props: Props) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const live = useRef<Live>({ props, stacked: [] });
  const [library, setLibrary] = useState<typeof uPlot | null>(null);
  const [scheme, setScheme] = useState(0);
  const identity = `${props.mode}|${props.rows.map((row) => `${row.key}:${row.slot}`).join(',')}|${scheme}`;

  const drawn =
    props.mode === 'stacked' ? stack(props.rows.map((row) => row.values)) : props.rows.map((row) => row.values);
  useEffect(() => {
    live.current = { props, stacked: drawn };
  });

  useEffect(() => {
    let gone = false;
    const load = async () => {
      const loaded = await loadLibrary();
      if (!gone) setLibrary(() => loaded.default);
    };
    void load();
    return () => {
      gone = true;
    };
  }, []);

  useEffect(() => {
    const redraw = () => setScheme((n) => n + 1);
    const attribute = new MutationObserver(redraw);
    attribute.observe(document.documentElement, { attributes: true, attributeFilter: ['data-mantine-color-scheme'] });
    const media = matchMedia('(prefers-color-scheme: dark)');
    media.addEventListener('change', redraw);
    const forced = matchMedia('(forced-colors: active)');
    forced.addEventListener('change', redraw);
    return () => {
      forced.removeEventListener('change', redraw);
      attribute.disconnect();
      media.removeEventListener('change', redraw);
    };
  }, []);

  useEffect(() => {
    const host = box.current;
    if (!host || !library) return;
    const chart = new library(options(host, live), dataOf(live.current), host);
    plot.current = chart;
    const resize = new ResizeObserver(() => chart.setSize({ width: host.clientWidth, height: HEIGHT }));
    resize.observe(host);
    return () => {
      resize.disconnect();
      chart.destroy();
      plot.current = null;
    };
    // another identity needs other series, which uPlot fixes when it is made
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [library, identity]);

  useEffect(() => {
    plot.current?.setData(dataOf({ props, stacked: drawn }), true);
  });

  return (
    <figure className={css.figure}>
      <div ref={box} className={css.plot} style={{ height: HEIGHT }} aria-hidden="true" />
      {props.onWindow && (
        <FrameHandle
          range={{ from: props.from, to: props.to }}
          frame={props.window}
          onFrame={({ from, to }) => props.onWindow?.(from * 1000, to * 1000)}
        />
      )}
      {props.onWindow && props.window && (
        <div className={css.over}>
          <FrameSlider
            range={{ from: props.from, to: props.to }}
            frame={props.window}
            onFrame={({ from, to }) => props.onWindow?.(from * 1000, to * 1000)}
          />
        </div>
      )}
      <figcaption className={css.summary}>{props.summary}</figcaption>
    </figure>
  );
}

function dataOf(live: Live): uPlot.AlignedData {
  // uPlot paints in the order of the series: the tallest area first, the lower ones over it
  return [live.props.times, ...live.stacked.toReversed()] as uPlot.AlignedData;
}

function options(host: HTMLElement, live: { current: Live }): uPlot.Options {
  const tokens = getComputedStyle(host);
  const token = (name: string) => tokens.getPropertyValue(`--sy-${name}`).trim();
  const { rows, mode } = live.current.props;
  const font = `11px ${token('font')}`;
  const axis = { stroke: token('ink-3'), font, grid: { stroke: token('line'), width: 1 }, ticks: { show: false } };
  return {
    width: host.clientWidth,
    height: HEIGHT,
    padding: [24, 18, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: false, y: false, setScale: false },
    },
    scales: {
      x: { time: false, range: () => [live.current.props.from, live.current.props.to] },
      y: {
        range: (_chart, _min, max) => [0, live.current.props.max ?? (max > 0 && Number.isFinite(max) ? max * 1.08 : 1)],
      },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 24,
        splits: () => {
          const { from, to } = live.current.props;
          return Array.from({ length: 6 }, (_, i) => from + ((to - from) * i) / 5);
        },
        values: (_chart, splits) => {
          const { from, to } = live.current.props;
          return splits.map((at) => {
            if (to - at < 0.5) return 'now';
            return to - from > LONG_S ? timeOfDay(at) : `\u2212${clock(to - at)}`;
          });
        },
      },
      { ...axis, size: 48, values: (_chart, splits) => splits.map((value) => live.current.props.format(value)) },
    ],
    series: [
      {},
      ...rows.toReversed().map((row): uPlot.Series => {
        const colour = row.slot === 0 ? token('ctl') : token(`b${row.slot}`);
        return mode === 'stacked'
          ? {
              label: row.label,
              stroke: token('surface'),
              width: 1,
              fill: row.slot > 6 ? hatch(colour, token('surface')) : colour,
              points: { show: false },
            }
          : {
              label: row.label,
              stroke: colour,
              width: 1.75,
              points: { show: false },
              ...(row.slot > 6 ? { dash: [6, 3] } : {}),
            };
      }),
    ],
    hooks: {
      draw: [(chart) => over(chart, live.current.props, token, font)],
    },
  };
}

function timeOfDay(seconds: number): string {
  return new Date(seconds * 1000).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}

function hatch(colour: string, ground: string): CanvasPattern | string {
  const tile = document.createElement('canvas');
  tile.width = tile.height = 6;
  const pen = tile.getContext('2d');
  if (!pen) return colour;
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 6, 6);
  pen.strokeStyle = ground;
  pen.globalAlpha = 0.55;
  pen.lineWidth = 2;
  for (const shift of [-6, 0, 6]) {
    pen.beginPath();
    pen.moveTo(shift, 6);
    pen.lineTo(shift + 6, 0);
    pen.stroke();
  }
  return pen.createPattern(tile, 'repeat') ?? colour;
}

function over(chart: uPlot, props: Props, token: (name: string) => string, font: string): void {
  const pen = chart.ctx;
  const scale = devicePixelRatio;
  const { left, top, width, height } = chart.bbox;
  const x = (seconds: number) => Math.min(left + width, Math.max(left, chart.valToPos(seconds, 'x', true)));
  pen.save();
  pen.strokeStyle = token('ink');
  pen.fillStyle = token('ink');
  pen.lineWidth = scale;
  if (props.window) {
    const a = x(props.window.from);
    const b = x(props.window.to);
    pen.setLineDash([3 * scale, 3 * scale]);
    pen.strokeRect(a, top, b - a, height);
    pen.setLineDash([]);
    pen.fillRect(a, top + height - 1.5 * scale, b - a, 3 * scale);
  }
  pen.font = font.replace('11px', `${11 * scale}px`);
  // the axes leave theirs behind
  pen.textAlign = 'left';
  pen.textBaseline = 'alphabetic';
  let free = -Infinity;
  const shown = props.marks.filter((mark) => mark.at >= props.from && mark.at <= props.to).sort((a, b) => a.at - b.at);
  for (const [i, mark] of shown.entries()) {
    const at = x(mark.at);
    pen.fillRect(at - scale / 2, top - 6 * scale, scale, height + 6 * scale);
    pen.beginPath();
    pen.moveTo(at - 4 * scale, top - 6 * scale);
    pen.lineTo(at + 4 * scale, top - 6 * scale);
    pen.lineTo(at, top - scale);
    pen.fill();
    // of marks that stand on each other the last is named, in full where there is room
    const after = shown[i + 1];
    if (after && x(after.at) - at < 4 * scale) continue;
    const room = after ? x(after.at) - at - 12 * scale : Number.POSITIVE_INFINITY;
    for (const text of [mark.text, mark.text.split(':')[0] ?? '']) {
      const wide = pen.measureText(text).width;
      const start = at + 7 * scale + wide > left + width ? at - 7 * scale - wide : at + 7 * scale;
      if (start <= free || start < left || wide > room) continue;
      pen.fillText(text, start, top - 9 * scale);
      free = start + wide + 8 * scale;
      break;
    }
  }
  pen.restore();
}
