/** A supplier's letter, as a seal; what is nobody's has the mark of a plug. */
export function SupplierMark({ name }: { name: string }) {
  return (
    <span className="supplier-mark" aria-hidden="true">
      {[...name.trim()][0]?.toUpperCase() ?? '·'}
    </span>
  );
}
