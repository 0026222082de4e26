interface CheckListProps<One extends string> {
  legend: string;
  all: readonly One[];
  /** In the order in which they were ticked. */
  chosen: readonly One[];
  onChange: (chosen: One[]) => void;
  labels: Record<One, string>;
  /** What stands before the name in a box's `data-testid`. */
  testId: string;
}

/** Which ones of a list, a box for each with its name as programs know it. */
export function CheckList<One extends string>({
  legend,
  all,
  chosen,
  onChange,
  labels,
  testId,
}: CheckListProps<One>) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      {all.map((one) => (
        <label key={one} className="row">
          <input
            type="checkbox"
            checked={chosen.includes(one)}
            onChange={({ target }) =>
              onChange(target.checked ? [...chosen, one] : chosen.filter((other) => other !== one))
            }
            data-testid={`${testId}-${one}`}
          />
          <span>
            {labels[one]} <code>{one}</code>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
