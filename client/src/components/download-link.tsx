import { Icon } from './icons.js';

/** A file that the server makes, to be saved. */
export function DownloadLink({ href, label, testId }: { href: string; label: string; testId: string }) {
  return (
    <a className="button plain" href={href} download data-testid={testId}>
      <Icon name="save" />
      {label}
    </a>
  );
}
