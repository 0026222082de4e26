/** A form with files. What is empty is left out. */
export function form(parts: { name: string; value: string | File | undefined }[]): FormData {
  const data = new FormData();
  for (const { name, value } of parts) if (value) data.append(name, value);
  return data;
}
