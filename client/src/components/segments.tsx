import { useId, type ReactNode } from 'react';

interface SegmentsProps<Value extends string> {
  legend: string;
  options: {
    value: Value;
    name: string;
    lang?: string;
    /** What stands before the name, or for it. */
    mark?: ReactNode;
    className?: string;
  }[];
  value: Value;
  onChoose: (value: Value) => void;
  testId: string;
}

/** One of a few, side by side. */
export function Segments<Value extends string>(props: SegmentsProps<Value>) {
  const { legend, options, value, onChoose, testId } = props;
  const group = useId();
  return (
    <fieldset>
      <legend>{legend}</legend>
      <div className="segments" data-testid={testId}>
        {options.map((option) => (
          <label key={option.value} lang={option.lang}>
            <input
              type="radio"
              name={group}
              value={option.value}
              checked={value === option.value}
              onChange={() => onChoose(option.value)}
            />
            <span className={option.className}>
              {option.mark}
              {option.name}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
