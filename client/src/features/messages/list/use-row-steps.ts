import { useLayoutEffect, useMemo, useReducer, useRef } from 'react';
import type { Row } from './message-rows.js';
import { type Step, stepTo } from './row-steps.js';

/** Goes from the rows that are drawn to others, a step at each commit. */
export function useRowSteps(rows: readonly Row[]): Step {
  const drawn = useRef<Step>({ rows: [], shift: false, list: 0 });
  const [steps, goOn] = useReducer((n: number) => n + 1, 0);
  const step = useMemo(() => stepTo(drawn.current, rows), [rows, steps]);
  useLayoutEffect(() => {
    drawn.current = step;
    if (step.rows !== rows) goOn();
  }, [step, rows]);
  return step;
}
